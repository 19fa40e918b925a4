using System;
using System.Globalization;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Export, import and synchronisation as progress with rate and time left, verbose text, warnings, and an error record for each thing that failed.</summary>
internal sealed class ArchiveEvents : IArchiveEvents
{
    private const int ActivityId = 9022;
    private const double Mebibyte = 1024 * 1024;

    private readonly CmdletOutput output;
    private readonly string activity;

    internal ArchiveEvents(CmdletOutput output, string activity)
    {
        this.output = output;
        this.activity = activity;
    }

    public void Progress(ArchiveProgress progress)
    {
        string status = string.Format(
            CultureInfo.InvariantCulture,
            "{0} of {1}, {2:0}/s, {3:0.0} MB/s: {4}",
            progress.Done,
            progress.Total,
            progress.MessagesPerSecond,
            progress.BytesPerSecond / Mebibyte,
            progress.Activity);
        var record = new ProgressRecord(ActivityId, activity, status)
        {
            PercentComplete = progress.Total == 0 ? -1 : (int)(progress.Done * 100 / progress.Total),
            SecondsRemaining = progress.Remaining is { } left ? (int)Math.Min(int.MaxValue, left.TotalSeconds) : -1,
            RecordType = progress.IsOver ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        };
        _ = output.ProgressAsync(record);
    }

    public void Verbose(string text) => output.Verbose(text);

    public void Warning(string text) => output.Warning(text);

    public void Failed(OutlookMailException error) => _ = output.ErrorAsync(error);
}
