using System.Management.Automation;
using System.Security;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>The registration by hand in the portal, step by step; what is pasted for a step is checked.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookSetupGuide")]
[OutputType(typeof(OutlookSetupStep))]
public sealed class GetOutlookSetupGuideCommand : OutlookCmdlet
{
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "Outlook mail";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public OutlookAppSignIn[]? SignIn { get; set; }

    [Parameter]
    public OutlookAppAudience Audience { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    public string[]? Permission { get; set; }

    [Parameter]
    [Alias("TenantId")]
    [ValidateNotNullOrEmpty]
    public string? Tenant { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RedirectUri { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    protected override void ProcessRecord() => Guard(
        () => WriteObject(
            SetupGuide.For(new SetupGuideRequest
            {
                Name = Name,
                SignIn = AppSignIns.Join(SignIn, OutlookAppSignIn.DeviceCode),
                Audience = Audience,
                Permissions = Permission,
                Tenant = Tenant,
                ClientId = ClientId,
                RedirectUri = RedirectUri,
                ClientSecret = ClientSecret,
            }),
            enumerateCollection: true),
        Name);
}
