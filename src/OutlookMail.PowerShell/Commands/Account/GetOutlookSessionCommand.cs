using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs the open sessions of the process, or only this runspace's current one.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookSession")]
[OutputType(typeof(OutlookSession))]
public sealed class GetOutlookSessionCommand : OutlookCmdlet
{
    [Parameter]
    public SwitchParameter Current { get; set; }

    protected override void ProcessRecord()
    {
        if (!Current)
        {
            foreach (OutlookSession session in OutlookClient.Shared.Sessions)
            {
                WriteObject(session);
            }
        }
        else if (RunspaceState.Current.Session is { } current)
        {
            WriteObject(current);
        }
    }
}
