using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Ends a session and, on request, forgets its kept sign-in.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "OutlookMailbox", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class DisconnectOutlookMailboxCommand : OutlookCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSession? Session { get; set; }

    [Parameter]
    public SwitchParameter Forget { get; set; }

    protected override void ProcessRecord()
    {
        OutlookSession? session = null;
        Guard(() => session = Session ?? RunspaceState.Current.Session ?? throw MailErrors.NotSignedIn(othersExist: false, Array.Empty<string>()));
        if (session is null || !ShouldProcess(session.ToString(), Forget ? "Disconnect and forget the sign-in" : "Disconnect"))
        {
            return;
        }

        bool forget = Forget;
        Run((_, token) => OutlookClient.Shared.DisconnectAsync(session, forget, token), session);
        if (!session.IsOpen && RunspaceState.Current.Session == session)
        {
            RunspaceState.Current.Session = null;
        }
    }
}
