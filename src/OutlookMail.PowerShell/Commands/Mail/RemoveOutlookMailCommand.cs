using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Moves messages to the folder for deleted ones, or deletes them for good.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookMail", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookMessage))]
public sealed class RemoveOutlookMailCommand : OutlookMailChangeCmdlet
{
    [Parameter]
    public SwitchParameter Permanent { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string Action => Permanent ? "Delete for good" : "Move to the folder for deleted messages";

    private protected override bool IsConfirmed(string target)
    {
        bool isConfirmed = !Permanent;
        if (Permanent)
        {
            Guard(
                () => isConfirmed = Confirmation.IsGivenBeside(this, Force, () => ShouldContinue($"Delete for good: {target}?", "Deleting messages for good"), "Deleting messages for good"),
                errorsEndCommand: true);
        }

        return isConfirmed;
    }

    private protected override IAsyncEnumerable<OutlookMessage> ChangeAsync(IReadOnlyList<OutlookMessage> messages, MailboxEvents events, CancellationToken token) =>
        OutlookClient.Shared.RemoveMailAsync(messages, Permanent, events, token);
}
