using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Removes one certificate by its id.</summary>
[Cmdlet(VerbsCommon.Remove, "OutlookAppCertificate", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = NameSet)]
[OutputType(typeof(void))]
public sealed class RemoveOutlookAppCertificateCommand : OutlookOneAppCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? KeyId { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (Force && !MyInvocation.BoundParameters.ContainsKey("WhatIf") || ShouldProcess(Name ?? ClientId!, $"Remove the certificate {KeyId}; whoever still signs with it cannot sign in any more"))
        {
            RunAtGraph("Remove-OutlookAppCertificate", (where, events, _, token) => OutlookAppClient.Shared.Certificates.RemoveAsync(where, ClientId, Name, KeyId!, events, token), KeyId);
        }
    }
}
