using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Client;

internal static class Delays
{
    public static Task DelayAsync(this TimeProvider time, TimeSpan delay, CancellationToken ct) =>
#if NETSTANDARD2_0
        time.Delay(delay, ct);
#else
        Task.Delay(delay, time, ct);
#endif
}
