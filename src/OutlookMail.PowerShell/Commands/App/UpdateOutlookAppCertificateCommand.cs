using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Rotates the kept certificate: a new one is added, proved and kept, then the old one is retired.</summary>
[Cmdlet(VerbsData.Update, "OutlookAppCertificate", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookAppCertificate))]
public sealed class UpdateOutlookAppCertificateCommand : OutlookCertificateCmdlet
{
    [Parameter]
    [ValidateRange(0, 365)]
    public int Overlap { get; set; } = 7;

    [Parameter]
    public SwitchParameter RetireOnly { get; set; }

    protected override void ProcessRecord()
    {
        string target = Name ?? ClientId!;
        if (RetireOnly)
        {
            if (ShouldProcess(target, "Remove replaced certificates whose overlap is over"))
            {
                AppCertificateRequest which = Request();
                RunAtGraph(
                    "Update-OutlookAppCertificate",
                    async (where, events, output, token) =>
                    {
                        foreach (string keyId in await OutlookAppClient.Shared.Certificates.RetireAsync(where, which, events, token).ConfigureAwait(false))
                        {
                            output.Verbose($"Removed the certificate {keyId}.");
                        }
                    },
                    target);
            }
        }
        else if (ShouldProcess(target, $"Add, prove and keep {Source}, and remove the kept one in {Overlap} days"))
        {
            AppCertificateRequest request = Request();
            request.Overlap = TimeSpan.FromDays(Overlap);
            RunAtGraph(
                "Update-OutlookAppCertificate",
                async (where, events, output, token) => await output.WriteAsync(
                    await OutlookAppClient.Shared.Certificates.RotateAsync(where, request, events, token).ConfigureAwait(false)).ConfigureAwait(false),
                target);
        }
    }
}
