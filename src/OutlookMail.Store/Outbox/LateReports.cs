using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace OutlookMail.Store;

/// <summary>
/// What this process still has to write down of mails that the server has. Each of its transactions takes them along;
/// where none comes, one of their own does.
/// </summary>
internal sealed class LateReports : IDisposable
{
    // So many together cost hardly more than one, and the transaction that they make is still short.
    private const int Many = 64;

    // Longer than a burst of mails pauses, and so short that hardly any process dies in it.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(5);

    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly List<LateReport> waiting = [];
    private readonly Action write;
    private readonly ITimer timer;
    private bool isAwaited;
    private bool isDisposed;

    /// <param name="write">Makes an empty transaction.</param>
    public LateReports(Action write)
    {
        this.write = write;
        // The machine's time and not the outbox's: it is no wait that anybody plans with.
        timer = TimeProvider.System.CreateTimer(_ => TryWrite(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    public void Add(LeasedMail mail, SendReport report, DateTimeOffset on)
    {
        bool isMany;
        lock (gate)
        {
            waiting.Add(new LateReport(mail, report, on));
            isMany = waiting.Count == Many;
            if (!isAwaited)
            {
                isAwaited = true;
                timer.Change(Moment, Timeout.InfiniteTimeSpan);
            }
        }

        if (isMany)
        {
            ThreadPool.QueueUserWorkItem(_ => TryWrite());
        }
    }

    public LateReport[] Waiting()
    {
        lock (gate)
        {
            return waiting.Count == 0 ? [] : [.. waiting];
        }
    }

    public void Written(LateReport[] reports)
    {
        if (reports.Length == 0)
        {
            return;
        }

        var written = new HashSet<LateReport>(reports);
        lock (gate)
        {
            waiting.RemoveAll(written.Contains);
            isAwaited &= waiting.Count > 0;
        }
    }

    /// <exception cref="StoreException"/>
    public void WriteNow()
    {
        if (Any())
        {
            write();
        }
    }

    /// <summary>Leaves them for the next transaction when it cannot be.</summary>
    public void TryWrite()
    {
        try
        {
            WriteNow();
        }
        catch (Exception e) when (e is StoreException or ObjectDisposedException or InvalidOperationException)
        {
            lock (gate)
            {
                if (!isDisposed)
                {
                    timer.Change(AfterFailure, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        TryWrite();
        lock (gate)
        {
            isDisposed = true;
        }

        timer.Dispose();
    }

    private bool Any()
    {
        lock (gate)
        {
            return waiting.Count > 0;
        }
    }

    private void OnProcessExit(object? sender, EventArgs e) => TryWrite();
}
