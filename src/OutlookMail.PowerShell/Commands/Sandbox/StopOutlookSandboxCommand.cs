using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Stops a sandbox; its sessions, sign-ins and mail go with it.</summary>
[Cmdlet(VerbsLifecycle.Stop, "OutlookSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopOutlookSandboxCommand : OutlookCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSandboxInfo? Sandbox { get; set; }

    protected override void ProcessRecord()
    {
        OutlookSandboxInfo? sandbox = null;
        Guard(() => sandbox = Sandbox ?? RunspaceState.Current.RunningSandbox ?? throw CmdletErrors.SandboxNotRunning());
        if (sandbox is null || !ShouldProcess(sandbox.ToString(), "Stop, with its sessions and mail"))
        {
            return;
        }

        // Functions that call a sandbox which is gone would only puzzle; elsewhere they are not defined and nothing happens.
        string? cleanup = null;
        Guard(() => cleanup = SandboxControl.ExchangeCommandsRemoval(sandbox));
        if (cleanup is not null)
        {
            InvokeCommand.InvokeScript(cleanup);
        }

        Run(
            async (_, token) =>
            {
                await OutlookClient.Shared.ForgetSandboxAsync(sandbox.Id, token).ConfigureAwait(false);
                await SandboxHost.StopAsync(sandbox).ConfigureAwait(false);
            },
            sandbox);
        RunspaceState state = RunspaceState.Current;
        if (state.Sandbox?.Id == sandbox.Id)
        {
            state.Sandbox = null;
        }

        if (state.Session is { IsOpen: false })
        {
            state.Session = null;
        }
    }
}
