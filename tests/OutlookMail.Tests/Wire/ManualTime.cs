using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>A clock that stands still until it is told to move; timers that are then due fire on the caller's thread.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly object _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private TaskCompletionSource _armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Completes when some timer is running.</summary>
    public Task Armed
    {
        get
        {
            lock (_gate)
            {
                return _armed.Task;
            }
        }
    }

    /// <summary>Completes when a timer is started for a time that is not longer than this.</summary>
    public Task ArmedWithinAsync(TimeSpan longest) => ArmedAsync(left => left <= longest.Ticks);

    /// <summary>Completes when a timer is started for exactly this time.</summary>
    public Task ArmedForAsync(TimeSpan time) => ArmedAsync(left => left == time.Ticks);

    private async Task ArmedAsync(Func<long, bool> isMeant)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_timers.Any(t => t.Due != long.MaxValue && isMeant(t.Due - _ticks)))
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed;
        }
    }

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => new(new DateTime(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc).Ticks + GetTimestamp(), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        // Only now: who waits for it looks for it in the list.
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _ticks, by.Ticks);
        ManualTimer[] due;
        lock (_gate)
        {
            due = _timers.Where(t => t.Due <= _ticks).ToArray();
            foreach (ManualTimer timer in due)
            {
                timer.Due = long.MaxValue;
            }
        }

        foreach (ManualTimer timer in due)
        {
            timer.Fire();
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        public long Due { get; set; } = long.MaxValue;

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time._ticks + dueTime.Ticks;
                if (Due == long.MaxValue)
                {
                    time._armed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
                else
                {
                    time._armed.TrySetResult();
                }

                time._changed.TrySetResult();
                time._changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return true;
        }

        public void Dispose() => Due = long.MaxValue;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
