using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Chooses which session mail cmdlets of this runspace use when none is given.</summary>
[Cmdlet(VerbsCommon.Set, "OutlookSession", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookSession))]
public sealed class SetOutlookSessionCommand : OutlookCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSession? Session { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        OutlookSession session = Session!;
        Guard(() =>
        {
            if (!session.IsOpen)
            {
                throw MailErrors.SessionClosed(session);
            }
        });
        if (ShouldProcess(session.ToString(), "Use as this runspace's session"))
        {
            RunspaceState.Current.Session = session;
            if (PassThru)
            {
                WriteObject(session);
            }
        }
    }
}
