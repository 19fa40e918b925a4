using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Forgets an app that is kept here. The app itself stays as it is.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookAppCredential", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookAppCredentialCommand : OutlookAppCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (Force && !MyInvocation.BoundParameters.ContainsKey("WhatIf") || ShouldProcess(ClientId!, "Forget the app's credential; a secret that is nowhere else is lost"))
        {
            OutlookSandboxInfo? sandbox = ChosenSandbox;
            Run((_, token) => OutlookAppClient.Shared.RemoveCredentialAsync(LocalRequest(sandbox), ClientId!, token), ClientId);
        }
    }
}
