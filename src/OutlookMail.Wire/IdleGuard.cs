using System;
using System.Threading;

namespace OutlookMail.Wire;

/// <summary>Aborts the connection when one read or write makes no progress in time. Armed only while it waits.</summary>
internal sealed class IdleGuard : IDisposable
{
    private readonly ITimer _timer;
    private int _expired;

    public IdleGuard(WireConnection connection)
    {
        _timer = connection.Options.Time.CreateTimer(
            state =>
            {
                Volatile.Write(ref _expired, 1);
                ((WireConnection)state!).Abort();
            },
            connection,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public bool Expired => Volatile.Read(ref _expired) != 0;

    public void Arm(TimeSpan due) => _timer.Change(due, Timeout.InfiniteTimeSpan);

    public void Disarm() => _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
