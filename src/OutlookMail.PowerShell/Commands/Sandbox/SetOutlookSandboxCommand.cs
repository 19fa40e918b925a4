using System;
using System.Management.Automation;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Changes a sandbox while it runs: what goes wrong next, its clock, its people and shared mailboxes, and the tenant's rules.</summary>
[Cmdlet(VerbsCommon.Set, "OutlookSandbox", DefaultParameterSetName = NextSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class SetOutlookSandboxCommand : OutlookCmdlet
{
    private const string NextSet = "Next";
    private const string ShareSet = "Share";
    private const string UserSet = "User";
    private const string MailboxSet = "SharedMailbox";

    // Only the rules that were named are changed; a switch cannot say whether it was.
    private readonly SandboxChange change = new();

    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSandboxInfo? Sandbox { get; set; }

    [Parameter(Position = 0, ParameterSetName = NextSet)]
    [Parameter(Position = 0, ParameterSetName = ShareSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public OutlookSandboxFault[] Fault { get; set; } = Array.Empty<OutlookSandboxFault>();

    [Parameter(ParameterSetName = NextSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Next { get; set; } = 1;

    [Parameter(ParameterSetName = ShareSet, Mandatory = true)]
    [ValidateRange(0.0, 1.0)]
    public double Share { get; set; }

    [Parameter(ParameterSetName = NextSet)]
    [Parameter(ParameterSetName = UserSet)]
    [ValidateRange(0, int.MaxValue)]
    public int SignInError
    {
        get => change.SignInError ?? 0;
        set => change.SignInError = value;
    }

    [Parameter(ParameterSetName = UserSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = Array.Empty<string>();

    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter Disabled
    {
        get => change.Disabled ?? false;
        set => change.Disabled = value.IsPresent;
    }

    [Parameter(ParameterSetName = UserSet)]
    public SwitchParameter RevokeSignIn { get; set; }

    [Parameter(ParameterSetName = MailboxSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string[] SharedMailbox { get; set; } = Array.Empty<string>();

    [Parameter(ParameterSetName = MailboxSet)]
    [ValidateNotNullOrEmpty]
    public string[] FullAccess { get; set; } = Array.Empty<string>();

    [Parameter(ParameterSetName = MailboxSet)]
    [ValidateNotNullOrEmpty]
    public string[] SendAs { get; set; } = Array.Empty<string>();

    [Parameter]
    public SwitchParameter ClearFault { get; set; }

    [Parameter]
    public TimeSpan Advance { get; set; }

    [Parameter]
    public SwitchParameter BlockAll
    {
        get => change.BlockAll ?? false;
        set => change.BlockAll = value.IsPresent;
    }

    [Parameter]
    public SwitchParameter BlockDeviceCode
    {
        get => change.BlockDeviceCode ?? false;
        set => change.BlockDeviceCode = value.IsPresent;
    }

    [Parameter]
    public SwitchParameter RequireManagedDevice
    {
        get => change.RequireManagedDevice ?? false;
        set => change.RequireManagedDevice = value.IsPresent;
    }

    [Parameter]
    public SwitchParameter RequireMfa
    {
        get => change.RequireMfa ?? false;
        set => change.RequireMfa = value.IsPresent;
    }

    [Parameter]
    public SwitchParameter SecurityDefaults
    {
        get => change.SecurityDefaults ?? false;
        set => change.SecurityDefaults = value.IsPresent;
    }

    [Parameter]
    public SwitchParameter BlockUserConsent
    {
        get => change.BlockUserConsent ?? false;
        set => change.BlockUserConsent = value.IsPresent;
    }

    [Parameter]
    public TimeSpan SignInFrequency
    {
        get => change.SignInFrequency ?? TimeSpan.Zero;
        set => change.SignInFrequency = value;
    }

    [Parameter]
    public TimeSpan ReplicationDelay
    {
        get => change.ReplicationDelay ?? TimeSpan.Zero;
        set => change.ReplicationDelay = value;
    }

    protected override void ProcessRecord() => Guard(() =>
    {
        OutlookSandboxInfo sandbox = Sandbox ?? RunspaceState.Current.RunningSandbox ?? throw CmdletErrors.SandboxNotRunning();
        if (!ShouldProcess(sandbox.ToString(), "Change faults, clock, people and rules"))
        {
            return;
        }

        change.ClearFaults = ClearFault;
        change.Faults = Fault;
        change.Next = Next;
        change.Share = ParameterSetName == ShareSet ? Share : null;
        change.Advance = Advance;
        change.Users = User;
        change.RevokeSignIns = RevokeSignIn;
        change.SharedMailboxes = SharedMailbox;
        change.FullAccess = FullAccess;
        change.SendAs = SendAs;
        SandboxControl.Change(sandbox, change);
    });
}
