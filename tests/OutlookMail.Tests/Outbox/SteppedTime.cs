using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Sandbox;

namespace OutlookMail.Tests.Outbox;

/// <summary>A sandbox's clock on which every wait is over at once, by moving it that far.</summary>
internal sealed class SteppedTime(SandboxClock clock) : TimeProvider
{
    /// <summary>Called after each step.</summary>
    public Action? Stepped { get; set; }

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        // A heartbeat would run for ever on a clock that jumps to its next beat.
        if (period == Timeout.InfiniteTimeSpan)
        {
            clock.Advance(dueTime);
            Stepped?.Invoke();
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

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
