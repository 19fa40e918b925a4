using System;

namespace OutlookMail.Client;

/// <summary>When a mail is tried again that the server put off.</summary>
internal static class RetrySchedule
{
    // RFC 5321 §4.5.4.1 asks for half an hour at least towards other servers; towards one's own submission server, which
    // puts off for a full minute's quota or a busy store, the first attempts may come sooner.
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(15),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(2),
    ];

    /// <param name="attempts">Attempts before this one.</param>
    /// <param name="asked">What the server asked for; waited at least.</param>
    public static TimeSpan After(int attempts, TimeSpan? asked)
    {
        var own = Waits[Math.Min(Math.Max(attempts, 0), Waits.Length - 1)];
        return asked > own ? asked.Value : asked is { } named && attempts == 0 ? named : own;
    }
}
