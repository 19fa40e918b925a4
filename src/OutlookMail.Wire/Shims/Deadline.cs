using System;
using System.Threading;
#if !NET8_0_OR_GREATER
using System.Threading.Tasks;
#endif

namespace OutlookMail;

internal static class Deadline
{
    /// <summary>A source that cancels itself after the time, by the given clock.</summary>
    public static CancellationTokenSource After(TimeSpan delay, TimeProvider time)
    {
#if NET8_0_OR_GREATER
        return new CancellationTokenSource(delay, time);
#else
        return time.CreateCancellationTokenSource(delay);
#endif
    }
}
