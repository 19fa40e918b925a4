using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Forgets an app that is kept here, or a named profile. The app itself stays as it is.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookAppCredential", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = AppSet)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookAppCredentialCommand : OutlookAppCmdlet
{
    private const string AppSet = "App";
    private const string ProfileSet = "Profile";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = AppSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string target = Profile ?? ClientId!;
        string action = Profile is null ? "Forget the app's credential; a secret that is nowhere else is lost" : "Forget the profile; a secret that is nowhere else is lost";
        if (!(Force && !MyInvocation.BoundParameters.ContainsKey("WhatIf")) && !ShouldProcess(target, action))
        {
            return;
        }

        OutlookSandboxInfo? sandbox = ChosenSandbox;
        Run(
            (_, token) => Profile is null
                ? OutlookAppClient.Shared.RemoveCredentialAsync(LocalRequest(sandbox), ClientId!, token)
                : OutlookClient.Shared.RemoveProfileAsync(Profile, sandbox, storeFolder: null, token),
            target);
    }
}
