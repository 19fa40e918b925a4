using System;
using System.Linq;
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
    [ValidateSet("Exchange", "ExchangeProxy", "Standard")]
    public string ImapProfile { get; set; } = "Exchange";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Seed { get; set; } = Array.Empty<string>();

    [Parameter]
    [ValidateRange(0, 1_000_000)]
    public int SeedCount { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SharedMailbox { get; set; } = Array.Empty<string>();

    [Parameter]
    public SwitchParameter NoLimit { get; set; }

    [Parameter]
    public SwitchParameter ExchangeCommands { get; set; }

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
        SandboxSettings? settings = null;
        Guard(() => settings = Settings(), errorsEndCommand: true);
        if (settings is null || !ShouldProcess("loopback", "Start a sandbox and make it this runspace's default cloud"))
        {
            return;
        }

        OutlookSandboxInfo? sandbox = null;
        Run(
            async (_, token) => sandbox = await SandboxHost.StartAsync(settings, token).ConfigureAwait(false),
            errorsEndCommand: true);
        if (sandbox is not null)
        {
            RunspaceState.Current.Sandbox = sandbox;
            if (ExchangeCommands)
            {
                InvokeCommand.InvokeScript(SandboxControl.ExchangeCommands(sandbox));
            }

            WriteInformation(
                $"A sandbox runs on loopback and is this runspace's default cloud: Connect-OutlookMailbox signs in there. Its page: {sandbox.WebPage}",
                new[] { "OutlookMail.Sandbox" });
            WriteObject(sandbox);
        }
    }

    private SandboxSettings Settings() => new()
    {
        Users = User,
        Approval = Approval,
        ImapProfile = ImapProfile,
        Path = Path is null ? null : FileSystemPaths.Target(this, Path, literal: false),
        Seeds = Seed.SelectMany(s => FileSystemPaths.ExistingFiles(this, s, literal: false)).ToList(),
        SeedCount = SeedCount,
        SharedMailboxes = SharedMailbox,
        NoLimit = NoLimit,
        ImapPort = ImapPort,
        SmtpPort = SmtpPort,
        EntraPort = EntraPort,
        WebPort = WebPort,
    };
}
