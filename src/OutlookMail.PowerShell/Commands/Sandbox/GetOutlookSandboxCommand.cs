using System.Linq;
using System.Management.Automation;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs the sandboxes that run in this process, or what one of them was asked.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookSandbox")]
[OutputType(typeof(OutlookSandboxInfo), typeof(OutlookSandboxRequest))]
public sealed class GetOutlookSandboxCommand : OutlookCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSandboxInfo? Sandbox { get; set; }

    [Parameter]
    public SwitchParameter Log { get; set; }

    protected override void ProcessRecord() => Guard(() =>
    {
        if (Log)
        {
            OutlookSandboxInfo sandbox = Sandbox ?? RunspaceState.Current.RunningSandbox ?? throw CmdletErrors.SandboxNotRunning();
            WriteObject(SandboxControl.Requests(sandbox), enumerateCollection: true);
        }
        else
        {
            WriteObject(SandboxHost.Running.Where(s => Sandbox is null || s.Id == Sandbox.Id), enumerateCollection: true);
        }
    });
}
