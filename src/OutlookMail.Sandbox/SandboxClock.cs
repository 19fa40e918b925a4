using System;
using System.Threading;

namespace OutlookMail.Sandbox;

/// <summary>The sandbox's own time: a real clock that can be moved, so that a token expires without anybody waiting.</summary>
public sealed class SandboxClock : TimeProvider
{
    private readonly TimeProvider inner;
    private long offsetTicks;

    internal SandboxClock(TimeProvider inner) => this.inner = inner;

    /// <summary>How far ahead of the underlying clock this one is.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref offsetTicks));

    /// <summary>Moves the clock on (or back, when negative). Certificates keep real time: TLS has to go on working.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref offsetTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);
}
