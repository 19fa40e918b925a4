using System;
using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Client;

/// <summary>
/// A thread that work is handed to, one piece at a time. Native memory is kept by the thread that asked for it: packing and
/// indexing on whichever thread of the pool comes next costs the peak of each of them, on this one it costs one. It begins
/// with the first piece.
/// </summary>
internal sealed class OneThread : IDisposable
{
    private readonly BlockingCollection<Action> work = new();
    private readonly Lazy<Thread> thread;

    public OneThread(string name) => thread = new Lazy<Thread>(() =>
    {
        var started = new Thread(Run) { IsBackground = true, Name = name };
        started.Start();
        return started;
    });

    /// <returns>What the work gives or throws; what follows runs elsewhere.</returns>
    public Task<T> RunAsync<T>(Func<T> piece)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Add(() =>
        {
            try
            {
                done.SetResult(piece());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        _ = thread.Value;
        return done.Task;
    }

    /// <summary>Ends the thread once it has done what it was given.</summary>
    public void Dispose()
    {
        work.CompleteAdding();
        if (thread.IsValueCreated)
        {
            thread.Value.Join();
        }

        work.Dispose();
    }

    private void Run()
    {
        foreach (var piece in work.GetConsumingEnumerable())
        {
            piece();
        }
    }
}
