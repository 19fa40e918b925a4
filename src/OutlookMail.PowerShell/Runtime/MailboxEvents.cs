using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Work in a mailbox as progress, verbose text, warnings and non-terminating errors.</summary>
internal sealed class MailboxEvents : IMailboxEvents
{
    private const int ActivityId = 9031;

    // The host redraws at most ten times a second; more only takes time from the work.
    private static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(100);

    // A rate over less than this says nothing.
    private static readonly TimeSpan FirstRate = TimeSpan.FromSeconds(1);

    private readonly CmdletOutput output;
    private readonly string activity;
    private readonly DateTime began = DateTime.UtcNow;
    private DateTime shown = DateTime.UtcNow;
    private bool any;

    internal MailboxEvents(CmdletOutput output, string activity)
    {
        this.output = output;
        this.activity = activity;
    }

    public void Verbose(string text) => output.Verbose(text);

    public void Warning(string text) => output.Warning(text);

    public void Failed(OutlookMailException failure) => _ = output.ErrorAsync(failure);

    public void Progress(long done, long? all)
    {
        DateTime now = DateTime.UtcNow;
        bool over = done >= all;
        if (over ? !any : now - shown < Redraw)
        {
            return;
        }

        any = true;
        shown = now;
        TimeSpan spent = now - began;
        double rate = spent < FirstRate ? 0 : done / spent.TotalSeconds;
        FormattableString status = all is { } total ? (FormattableString)$"{done:N0} of {total:N0}" : $"{done:N0}";
        string speed = rate > 0 ? FormattableString.Invariant($", {rate:N0} a second") : "";
        _ = output.ProgressAsync(new ProgressRecord(ActivityId, activity, FormattableString.Invariant(status) + speed)
        {
            PercentComplete = all is > 0 ? (int)Math.Min(100, done * 100 / all.Value) : -1,
            SecondsRemaining = all is not null && rate > 0 ? (int)Math.Min(int.MaxValue, Math.Ceiling((all.Value - done) / rate)) : -1,
            RecordType = over ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }
}
