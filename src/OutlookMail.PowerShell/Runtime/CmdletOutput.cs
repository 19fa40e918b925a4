using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Management.Automation;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// The engine, as an asynchronous body sees it: each call is carried out on the pipeline thread, and awaiting it is the
/// back-pressure. A call fails with <see cref="OperationCanceledException"/> once the pipeline takes no more.
/// </summary>
public sealed class CmdletOutput
{
    /// <summary>Objects in the first page: few enough that a stop wastes little.</summary>
    internal const int PageSize = 64;

    /// <summary>A page that filled up is followed by one of twice its size, up to here: a hand-over changes threads twice,
    /// which costs as much as reading some dozen summaries.</summary>
    internal const int LargestPage = 1024;

    /// <summary>A page that is this old is handed over although more keeps arriving: a person should see rows at once.</summary>
    internal static readonly TimeSpan PageAge = TimeSpan.FromMilliseconds(50);

    private readonly OutlookCmdlet cmdlet;
    private readonly PipelinePump pump;

    internal CmdletOutput(OutlookCmdlet cmdlet, PipelinePump pump)
    {
        this.cmdlet = cmdlet;
        this.pump = pump;
    }

    /// <summary>Runs the action on the pipeline thread, for what needs the engine: the host, events, script blocks.</summary>
    public Task InvokeAsync(Action action) => pump.InvokeAsync(action);

    public Task WriteAsync(object? item) => pump.InvokeAsync(() => cmdlet.WriteObject(item));

    public Task VerboseAsync(string text) => pump.InvokeAsync(() => cmdlet.WriteVerbose(text));

    public Task WarningAsync(string text) => pump.InvokeAsync(() => cmdlet.WriteWarning(text));

    public Task ProgressAsync(ProgressRecord record) => pump.InvokeAsync(() => cmdlet.WriteProgress(record));

    public Task InformationAsync(object message, params string[] tags) =>
        pump.InvokeAsync(() => cmdlet.WriteInformation(message, tags));

    /// <summary>Writes the exception as a non-terminating error: the next object can still succeed.</summary>
    public Task ErrorAsync(Exception exception, object? target = null) =>
        pump.InvokeAsync(() => cmdlet.WriteError(ErrorRecords.From(exception, target)));

    /// <summary>Like <see cref="VerboseAsync"/> for a caller who cannot await; texts keep their order.</summary>
    public void Verbose(string text) => _ = VerboseAsync(text);

    /// <summary>Like <see cref="WarningAsync"/> for a caller who cannot await; texts keep their order.</summary>
    public void Warning(string text) => _ = WarningAsync(text);

    /// <summary>
    /// Writes everything the source yields. While the pipeline writes one page the next is collected, and the source is
    /// not asked for more once that one is full. Big objects take a page size of 1, which does not grow.
    /// </summary>
    public async Task WriteAllAsync<T>(IAsyncEnumerable<T> source, CancellationToken cancellationToken, int pageSize = PageSize)
    {
        IAsyncEnumerator<T> items = source.GetAsyncEnumerator(cancellationToken);
        Task written = Task.CompletedTask;
        var page = new List<T>();
        Task<bool> next = items.MoveNextAsync().AsTask();
        try
        {
            var age = Stopwatch.StartNew();
            while (true)
            {
                if (!next.IsCompleted)
                {
                    if (page.Count > 0 && written.IsCompleted)
                    {
                        written = await HandOverAsync(written, page).ConfigureAwait(false);
                        page = new List<T>();
                    }

                    await (page.Count > 0 ? (Task)Task.WhenAny(next, written) : next).ConfigureAwait(false);
                    continue;
                }

                if (!await next.ConfigureAwait(false))
                {
                    break;
                }

                if (page.Count == 0)
                {
                    age.Restart();
                }

                page.Add(items.Current);
                bool isFull = page.Count >= pageSize;
                if (isFull || age.Elapsed >= PageAge)
                {
                    pageSize = isFull && pageSize > 1 ? Math.Min(2 * pageSize, LargestPage) : pageSize;
                    written = await HandOverAsync(written, page).ConfigureAwait(false);
                    page = new List<T>();
                }

                next = items.MoveNextAsync().AsTask();
            }

            if (page.Count > 0)
            {
                written = await HandOverAsync(written, page).ConfigureAwait(false);
            }

            await written.ConfigureAwait(false);
        }
        finally
        {
            // An iterator must not be disposed while it is being moved; the cancellation that brought us here ends the move.
            await ((Task)next).ContinueWith(
                t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)
                .ConfigureAwait(false);
            await items.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<Task> HandOverAsync<T>(Task before, List<T> page)
    {
        await before.ConfigureAwait(false);
        return pump.InvokeAsync(() =>
        {
            foreach (T item in page)
            {
                cmdlet.WriteObject(item);
            }
        });
    }
}
