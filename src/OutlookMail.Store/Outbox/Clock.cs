using System;

namespace OutlookMail.Store;

/// <summary>Times as the database holds them.</summary>
internal static class Clock
{
    /// <summary>The due time of what may go at once: also after the clock was set back.</summary>
    public const long AtOnce = 0;

    public static long Stamp(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static object? Stamp(DateTimeOffset? time) => time is { } known ? known.ToUnixTimeMilliseconds() : null;

    public static DateTimeOffset Time(long stamp) => DateTimeOffset.FromUnixTimeMilliseconds(stamp);
}
