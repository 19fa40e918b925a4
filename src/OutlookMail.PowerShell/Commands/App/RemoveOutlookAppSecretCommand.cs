using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Removes one client secret by its Secret ID.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookAppSecret", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookAppSecretCommand : OutlookOneAppCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? KeyId { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (Force && !MyInvocation.BoundParameters.ContainsKey("WhatIf") || ShouldProcess(Name ?? ClientId!, $"Remove the client secret {KeyId}; whoever still uses it cannot sign in any more"))
        {
            RunAtGraph("Remove-OutlookAppSecret", (where, events, _, token) => OutlookAppClient.Shared.RemoveSecretAsync(where, ClientId, Name, KeyId!, events, token), KeyId);
        }
    }
}
