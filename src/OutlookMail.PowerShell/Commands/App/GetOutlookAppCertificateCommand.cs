using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Lists an app's certificates, without their keys.</summary>
[Cmdlet(VerbsCommon.Get, "OutlookAppCertificate", DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookAppCertificate))]
public sealed class GetOutlookAppCertificateCommand : OutlookOneAppCmdlet
{
    [Parameter]
    [ValidateRange(0, 3650)]
    public int ExpiringWithin { get; set; }

    protected override void ProcessRecord()
    {
        int? within = MyInvocation.BoundParameters.ContainsKey(nameof(ExpiringWithin)) ? ExpiringWithin : null;
        RunAtGraph(
            "Get-OutlookAppCertificate",
            async (where, events, output, token) =>
            {
                foreach (OutlookAppCertificate certificate in await OutlookAppClient.Shared.Certificates.GetAsync(where, ClientId, Name, events, token).ConfigureAwait(false))
                {
                    if (within is null || certificate.DaysLeft <= within)
                    {
                        await output.WriteAsync(certificate).ConfigureAwait(false);
                    }
                }
            },
            Name ?? ClientId);
    }
}
