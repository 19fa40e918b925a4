using System;
using System.Diagnostics;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>When progress is shown, and how fast it goes, over all that one command does.</summary>
internal sealed class ProgressClock
{
    // The host redraws at most ten times a second; more only takes time from the work.
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    // Work that is over by then needs no progress, and a rate over less says nothing.
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);

    private readonly Stopwatch since = Stopwatch.StartNew();
    private TimeSpan shown;

    /// <summary>What earlier parts of the command have done.</summary>
    internal long DoneBefore { get; set; }

    internal bool WasShown => shown > TimeSpan.Zero;

    /// <summary>An end is shown when anything was.</summary>
    internal bool IsDue(bool isEnd)
    {
        TimeSpan now = since.Elapsed;
        if (isEnd ? shown == TimeSpan.Zero : now < Quiet || now - shown < Redraw)
        {
            return false;
        }

        shown = now;
        return true;
    }

    /// <summary>A second; 0 while it is not known.</summary>
    internal double RateOf(long done) => since.Elapsed < Quiet ? 0 : done / since.Elapsed.TotalSeconds;
}
