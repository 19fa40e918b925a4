using System.Linq;
using System.Management.Automation;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Outputs the sandboxes that run in this process, or who and what is in one of them, or what it was asked.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookSandbox", DefaultParameterSetName = InfoSet)]
[OutputType(typeof(OutlookSandboxInfo), ParameterSetName = new[] { InfoSet })]
[OutputType(typeof(OutlookSandboxUser), ParameterSetName = new[] { UserSet })]
[OutputType(typeof(OutlookSandboxMailbox), ParameterSetName = new[] { MailboxSet })]
[OutputType(typeof(OutlookSandboxApp), ParameterSetName = new[] { AppSet })]
[OutputType(typeof(OutlookSandboxRequest), ParameterSetName = new[] { LogSet })]
public sealed class GetOutlookSandboxCommand : OutlookCmdlet
{
    private const string InfoSet = "Info";
    private const string UserSet = "User";
    private const string MailboxSet = "Mailbox";
    private const string AppSet = "App";
    private const string LogSet = "Log";

    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSandboxInfo? Sandbox { get; set; }

    [Parameter(ParameterSetName = UserSet, Mandatory = true)]
    public SwitchParameter User { get; set; }

    [Parameter(ParameterSetName = MailboxSet, Mandatory = true)]
    public SwitchParameter Mailbox { get; set; }

    [Parameter(ParameterSetName = AppSet, Mandatory = true)]
    public SwitchParameter App { get; set; }

    [Parameter(ParameterSetName = LogSet, Mandatory = true)]
    public SwitchParameter Log { get; set; }

    private OutlookSandboxInfo Meant => Sandbox ?? RunspaceState.Current.RunningSandbox ?? throw CmdletErrors.SandboxNotRunning();

    protected override void ProcessRecord() => Guard(() => WriteObject(
        ParameterSetName switch
        {
            UserSet => SandboxControl.Users(Meant),
            MailboxSet => SandboxControl.Mailboxes(Meant),
            AppSet => SandboxControl.Apps(Meant),
            LogSet => SandboxControl.Requests(Meant),
            _ => SandboxHost.Running.Where(s => Sandbox is null || s.Id == Sandbox.Id),
        },
        enumerateCollection: true));
}
