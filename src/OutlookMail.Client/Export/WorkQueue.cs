using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Client;

/// <summary>Jobs that several lanes work off, each of which may add more jobs. What a job throws ends them all.</summary>
internal sealed class WorkQueue<T>
{
    private readonly object gate = new();
    private readonly Queue<T> first = new();
    private readonly Queue<T> jobs = new();
    private TaskCompletionSource<bool> changed = New();
    private ExceptionDispatchInfo? reason;
    private int busy;

    /// <param name="ahead">Before everything that was added without it.</param>
    public void Add(T job, bool ahead = false)
    {
        lock (gate)
        {
            (ahead ? first : jobs).Enqueue(job);
            Signal();
        }
    }

    /// <summary>Returns when no job is left and none is being worked on.</summary>
    public async Task RunAsync(int lanes, Func<T, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Enumerable.Range(0, lanes).Select(_ => Task.Run(() => LaneAsync(work, all), CancellationToken.None)).ToArray();
        try
        {
            await Task.WhenAll(running);
        }
        catch when (reason is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // The others were cancelled by the first that failed, and may have said so in any way: its reason is the one to tell.
            reason.Throw();
        }
    }

    private static TaskCompletionSource<bool> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task LaneAsync(Func<T, CancellationToken, Task> work, CancellationTokenSource all)
    {
        try
        {
            while (true)
            {
                all.Token.ThrowIfCancellationRequested();
                T job;
                Task wait;
                lock (gate)
                {
                    wait = changed.Task;
                    var from = first.Count > 0 ? first : jobs;
                    if (from.Count > 0)
                    {
                        job = from.Dequeue();
                        busy++;
                        wait = Task.CompletedTask;
                    }
                    else if (busy == 0)
                    {
                        return;
                    }
                    else
                    {
                        job = default!;
                    }
                }

                if (!wait.IsCompleted)
                {
                    await wait;
                    continue;
                }

                try
                {
                    await work(job, all.Token);
                }
                finally
                {
                    lock (gate)
                    {
                        busy--;
                        Signal();
                    }
                }
            }
        }
        catch (Exception e)
        {
            // Before the others are told, so that none of them comes first.
            Interlocked.CompareExchange(ref reason, ExceptionDispatchInfo.Capture(e), null);
            all.Cancel();
            lock (gate)
            {
                Signal();
            }

            throw;
        }
    }

    private void Signal()
    {
        var old = changed;
        changed = New();
        old.TrySetResult(true);
    }
}
