using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>
/// Runs an asynchronous body on the thread pool while the pipeline thread, the only one that may call the engine, does
/// what the body hands over. One pump serves one body.
/// </summary>
internal sealed class PipelinePump
{
    /// <summary>How long a cancelled body may take to end before it is left behind: longer than the client's own drain of
    /// a cancelled FETCH, short enough that Ctrl+C never seems dead.</summary>
    internal static readonly TimeSpan BodyEndLimit = TimeSpan.FromSeconds(5);

    private readonly object gate = new();
    private readonly Queue<Work> waiting = new();
    private readonly CancellationTokenSource stop;
    private readonly TimeSpan bodyEndLimit;
    private bool closed;

    internal PipelinePump(CancellationTokenSource stop, TimeSpan? bodyEndLimit = null)
    {
        this.stop = stop;
        this.bodyEndLimit = bodyEndLimit ?? BodyEndLimit;
    }

    /// <summary>What the engine threw out of a write; null while it took every one.</summary>
    internal Exception? RefusedWrite { get; private set; }

    /// <summary>
    /// Runs the body to its end and returns; nothing of it runs afterwards, unless it ignored its cancellation for longer
    /// than the limit. Throws the very exception that the engine threw out of a write, or else the body's own;
    /// an <see cref="OperationCanceledException"/> that follows a stop is the expected end and is not thrown.
    /// </summary>
    internal void Run(Func<Task> body)
    {
        Task bodyTask = Task.Run(body);
        _ = bodyTask.ContinueWith(
            _ => Close(drop: false), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using (stop.Token.Register(Wake))
        {
            while (TryTake(out Work? work))
            {
                try
                {
                    work!.Action();
                    work.Done.TrySetResult(true);
                }
                catch (Exception e)
                {
                    // Select-Object -First, break, a failing neighbour and -ErrorAction Stop each throw a type of their
                    // own out of a write, and the engine counts on getting that same object back.
                    RefusedWrite = e;
                    stop.Cancel();
                    Close(drop: true);
                    work!.Done.TrySetCanceled();
                    break;
                }
            }
        }

        AwaitEnd(bodyTask);
        if (RefusedWrite is not null)
        {
            ExceptionDispatchInfo.Capture(RefusedWrite).Throw();
        }
    }

    /// <summary>Runs the action on the pipeline thread; the task ends after it ran, cancelled once the pump is closed.</summary>
    internal Task InvokeAsync(Action action)
    {
        var work = new Work(action);
        lock (gate)
        {
            if (closed)
            {
                work.Done.TrySetCanceled();
                return work.Done.Task;
            }

            waiting.Enqueue(work);
            Monitor.Pulse(gate);
        }

        return work.Done.Task;
    }

    private bool TryTake(out Work? work)
    {
        lock (gate)
        {
            while (waiting.Count == 0)
            {
                if (closed)
                {
                    work = null;
                    return false;
                }

                if (!stop.IsCancellationRequested)
                {
                    Monitor.Wait(gate);
                }
                else if (!Monitor.Wait(gate, bodyEndLimit) && waiting.Count == 0)
                {
                    Close(drop: true);
                }
            }

            work = waiting.Dequeue();
            return true;
        }
    }

    private void AwaitEnd(Task bodyTask)
    {
        try
        {
            if (!bodyTask.Wait(stop.IsCancellationRequested ? bodyEndLimit : Timeout.InfiniteTimeSpan))
            {
                _ = bodyTask.ContinueWith(
                    t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            }
        }
        catch (AggregateException) when (RefusedWrite is not null)
        {
            // The body only failed because its write was refused; that refusal is what the caller gets.
        }
        catch (AggregateException e) when (e.InnerException is OperationCanceledException && stop.IsCancellationRequested)
        {
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Capture(e.InnerException!).Throw();
        }
    }

    // What the body handed over and did not await (a warning, an error about one item) is still carried out after its end.
    private void Close(bool drop)
    {
        lock (gate)
        {
            closed = true;
            while (drop && waiting.Count > 0)
            {
                waiting.Dequeue().Done.TrySetCanceled();
            }

            Monitor.PulseAll(gate);
        }
    }

    private void Wake()
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }

    private sealed class Work
    {
        internal Work(Action action) => Action = action;

        internal Action Action { get; }

        // Without the option the author's continuation would run on the pipeline thread, inside the engine's write.
        internal TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
