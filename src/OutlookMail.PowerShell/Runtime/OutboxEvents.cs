using System;
using System.Management.Automation;
using OutlookMail.Client;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>A run of the outbox as progress, verbose text and warnings.</summary>
internal sealed class OutboxEvents : IOutboxEvents
{
    private const int ActivityId = 9021;

    // The host redraws at most ten times a second; more only takes time from the sending.
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    private readonly CmdletOutput output;
    private DateTime shown;

    internal OutboxEvents(CmdletOutput output) => this.output = output;

    public void Progress(OutboxProgress progress)
    {
        DateTime now = DateTime.UtcNow;
        if (progress.Remaining > 0 && now - shown < Redraw)
        {
            return;
        }

        shown = now;
        int all = progress.Done + progress.Remaining;
        var record = new ProgressRecord(ActivityId, "Sending what waits in the outbox", $"{progress.Done} of {all}: {progress.Activity}")
        {
            PercentComplete = all == 0 ? 100 : progress.Done * 100 / all,
            SecondsRemaining = progress.FinishesOn is { } end ? (int)Math.Max(0, Math.Min(int.MaxValue, (end - DateTimeOffset.UtcNow).TotalSeconds)) : -1,
            RecordType = progress.Remaining == 0 ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
        _ = output.ProgressAsync(record);
    }

    public void Verbose(string text) => output.Verbose(text);

    public void Warning(string text) => output.Warning(text);
}
