using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace OutlookMail.Tests.Identity;

/// <summary>A clock on which every wait is over at once: it moves forward by the wait and remembers it.</summary>
internal sealed class JumpingTime : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentQueue<TimeSpan> waits = new();
    private long ticks = Start.Ticks;

    /// <summary>Called in each wait, before it is over.</summary>
    public Action<DateTimeOffset>? Jumped { get; init; }

    public IReadOnlyList<double> WaitedSeconds => waits.Select(w => w.TotalSeconds).ToArray();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            waits.Enqueue(dueTime);
            Interlocked.Add(ref ticks, dueTime.Ticks);
            Jumped?.Invoke(GetUtcNow());
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

        public System.Threading.Tasks.ValueTask DisposeAsync() => default;
    }
}
