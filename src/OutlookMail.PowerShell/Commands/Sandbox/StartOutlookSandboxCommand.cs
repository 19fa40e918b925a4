using System;
using System.Management.Automation;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Starts a sandbox on loopback and makes it the runspace's default cloud.</summary>
[Cmdlet(VerbsLifecycle.Start, "OutlookSandbox", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookSandboxInfo))]
public sealed class StartOutlookSandboxCommand : OutlookCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = Array.Empty<string>();

    [Parameter]
    [ValidateSet("Auto", "Page", "Deny")]
    public string Approval { get; set; } = "Auto";

    [Parameter]
    [ValidateRange(0, 65535)]
    public int ImapPort { get; set; }

    [Parameter]
    [ValidateRange(0, 65535)]
    public int SmtpPort { get; set; }

    [Parameter]
    [ValidateRange(0, 65535)]
    public int EntraPort { get; set; }

    [Parameter]
    [ValidateRange(0, 65535)]
    public int WebPort { get; set; }

    protected override void ProcessRecord()
    {
        if (!ShouldProcess("loopback", "Start a sandbox and make it this runspace's default cloud"))
        {
            return;
        }

        OutlookSandboxInfo? sandbox = null;
        var settings = new SandboxSettings(User, Approval, ImapPort, SmtpPort, EntraPort, WebPort);
        Run(
            async (_, token) => sandbox = await SandboxHost.StartAsync(settings, token).ConfigureAwait(false),
            errorsEndCommand: true);
        if (sandbox is not null)
        {
            RunspaceState.Current.Sandbox = sandbox;
            WriteInformation(
                $"A sandbox runs on loopback and is this runspace's default cloud: Connect-OutlookMailbox signs in there. Its page: {sandbox.WebPage}",
                new[] { "OutlookMail.Sandbox" });
            WriteObject(sandbox);
        }
    }
}
