using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace OutlookMail.Client;

/// <summary>What work in the background brings forth, handed on as it comes.</summary>
internal sealed class ResultStream<T>
{
    private readonly Channel<T> results = Channel.CreateUnbounded<T>();

    public void Add(T result) => results.Writer.TryWrite(result);

    /// <summary>
    /// Runs the work on the thread pool and yields what it adds until it ends; what it throws comes behind that. A caller
    /// who takes no more cancels the work, and goes on only when it has ended: a file in hand is finished or taken away
    /// before anybody else looks at it.
    /// </summary>
    public async IAsyncEnumerable<T> RunAsync(Func<CancellationToken, Task> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Task.Run(() => ToEndAsync(work, stop.Token), CancellationToken.None);
        try
        {
            while (await results.Reader.WaitToReadAsync(cancellationToken))
            {
                while (results.Reader.TryRead(out var result))
                {
                    yield return result;
                }
            }

            await running;
        }
        finally
        {
            stop.Cancel();
            await running.ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task ToEndAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(stop);
        }
        finally
        {
            results.Writer.TryComplete();
        }
    }
}
