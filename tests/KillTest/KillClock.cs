using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.KillTest;

/// <summary>
/// The real clock, set forward; as the outbox's clock it also jumps over every wait. Before it jumps it tells the harness
/// where to and waits for its word, so that the servers' world moves along.
/// </summary>
internal sealed class KillClock(TimeSpan offset, TextReader? input = null, TextWriter? output = null) : TimeProvider
{
    private readonly object gate = new();
    private TimeSpan ahead = offset;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return System.GetUtcNow() + ahead;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (input is null || output is null || period != Timeout.InfiniteTimeSpan)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        lock (gate)
        {
            ahead += dueTime;
            output.WriteLine("clock " + ((long)ahead.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
            output.Flush();
            input.ReadLine();
        }

        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Over();
    }

    private sealed class Over : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
