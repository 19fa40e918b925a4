using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Says what waits in the outbox, under which limits, and when it will be through.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "OutlookOutbox")]
[OutputType(typeof(OutlookOutboxForecast))]
public sealed class MeasureOutlookOutboxCommand : OutlookSessionCmdlet
{
    protected override void ProcessRecord() => RunInSession(async (session, output, _) =>
        await output.WriteAsync(await Task.Run(() => OutlookClient.Shared.Outbox.Measure(session)).ConfigureAwait(false)).ConfigureAwait(false));
}
