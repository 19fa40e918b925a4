using System.Management.Automation;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs the sandboxes that run in this process.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookSandbox")]
[OutputType(typeof(OutlookSandboxInfo))]
public sealed class GetOutlookSandboxCommand : OutlookCmdlet
{
    protected override void ProcessRecord() => Guard(() =>
    {
        foreach (OutlookSandboxInfo sandbox in SandboxHost.Running)
        {
            WriteObject(sandbox);
        }
    });
}
