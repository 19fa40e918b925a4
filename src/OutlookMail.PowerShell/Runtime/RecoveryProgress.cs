using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Client;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Reconnects and the pauses that a server asks for, as progress and verbose text.</summary>
internal sealed class RecoveryProgress : IRecoveryEvents
{
    private const int ActivityId = 9022;
    private const string Activity = "Connecting again";

    private readonly CmdletOutput output;

    private RecoveryProgress(CmdletOutput output) => this.output = output;

    /// <summary>Runs the body and shows what its connections meet.</summary>
    internal static async Task ShowAsync(CmdletOutput output, Func<Task> body)
    {
        using (RecoveryEvents.Listen(new RecoveryProgress(output)))
        {
            await body().ConfigureAwait(false);
        }
    }

    public void Recovering(RecoveryStep step)
    {
        string what = step.Cause switch
        {
            RecoveryCause.Throttled => "asks for a pause",
            RecoveryCause.ServerClosed => "closed the connection",
            RecoveryCause.TokenNotTaken => "wants a fresh token",
            _ => "is being connected again",
        };
        string status = string.Format(CultureInfo.InvariantCulture, "{0} {1} (attempt {2}): {3}", step.Server, what, step.Attempt, step.Text);
        output.Verbose(status);
        _ = output.ProgressAsync(new ProgressRecord(ActivityId, Activity, status)
        {
            SecondsRemaining = (int)Math.Ceiling(step.Wait.TotalSeconds),
        });
    }

    public void Recovered() =>
        _ = output.ProgressAsync(new ProgressRecord(ActivityId, Activity, "done") { RecordType = ProgressRecordType.Completed });
}
