using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Work in a mailbox as progress, verbose text, warnings and non-terminating errors.</summary>
internal sealed class MailboxEvents : IMailboxEvents
{
    private const int ActivityId = 9031;

    private readonly CmdletOutput output;
    private readonly string activity;
    private readonly ProgressClock clock;

    /// <param name="output">The engine.</param>
    /// <param name="activity">What is done, for people.</param>
    /// <param name="clock">Goes on from what the same command did before; null for a beginning.</param>
    internal MailboxEvents(CmdletOutput output, string activity, ProgressClock? clock = null)
    {
        this.output = output;
        this.activity = activity;
        this.clock = clock ?? new ProgressClock();
    }

    /// <summary>Takes the progress of an activity away.</summary>
    internal static ProgressRecord Completed(string activity) => new(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed };

    public void Verbose(string text) => output.Verbose(text);

    public void Warning(string text) => output.Warning(text);

    public void Failed(OutlookMailException failure) => _ = output.ErrorAsync(failure);

    public void Progress(long done, long? all)
    {
        done += clock.DoneBefore;
        all += clock.DoneBefore;
        if (!clock.IsDue(done >= all))
        {
            return;
        }

        double rate = clock.RateOf(done);
        string count = all is { } total ? FormattableString.Invariant($"{done:N0} of {total:N0}") : FormattableString.Invariant($"{done:N0}");
        string speed = rate > 0 ? FormattableString.Invariant($", {rate:N0} a second") : "";
        _ = output.ProgressAsync(new ProgressRecord(ActivityId, activity, count + speed)
        {
            PercentComplete = all is > 0 ? (int)Math.Min(100, done * 100 / all.Value) : -1,
            SecondsRemaining = all is not null && rate > 0 ? (int)Math.Min(int.MaxValue, Math.Ceiling((all.Value - done) / rate)) : -1,
            RecordType = done >= all ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }
}
