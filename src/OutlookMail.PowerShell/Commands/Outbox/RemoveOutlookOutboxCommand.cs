using System;
using System.Globalization;
using System.Management.Automation;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Takes mails out of the outbox for good.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookOutbox", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookOutboxCommand : OutlookSessionCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public long[] Id { get; set; } = Array.Empty<long>();

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (long id in Id)
        {
            string name = "#" + id.ToString(CultureInfo.InvariantCulture);
            bool isConfirmed = false;
            Guard(
                () => isConfirmed = Confirmation.IsGiven(this, Force, () => ShouldProcess(name, "Remove from the outbox"), "Removing a mail from the outbox"),
                errorsEndCommand: true);
            if (isConfirmed)
            {
                RunInSession((session, _, _) => Task.Run(() => OutlookClient.Shared.Outbox.Remove(session, id)), id);
            }
        }
    }
}
