using System.Collections.Generic;
using System.Management.Automation;
using System.Threading;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Moves messages to another folder of their mailbox.</summary>
[Cmdlet(VerbsCommon.Move, "OutlookMail", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookMessage))]
public sealed class MoveOutlookMailCommand : OutlookMailChangeCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FolderCompleter))]
    public string? Destination { get; set; }

    private protected override string Action => "Move to " + Destination;

    private protected override IAsyncEnumerable<OutlookMessage> ChangeAsync(IReadOnlyList<OutlookMessage> messages, MailboxEvents events, CancellationToken token) =>
        OutlookClient.Shared.MoveMailAsync(messages, Destination!, events, token);
}
