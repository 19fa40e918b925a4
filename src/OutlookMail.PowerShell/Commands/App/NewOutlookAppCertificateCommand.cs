using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Adds a certificate to an app, made here or given, proves it by a sign-in and keeps it.</summary>
[Cmdlet(VerbsCommon.New, "OutlookAppCertificate", SupportsShouldProcess = true, DefaultParameterSetName = NameSet)]
[OutputType(typeof(OutlookAppCertificate))]
public sealed class NewOutlookAppCertificateCommand : OutlookCertificateCmdlet
{
    protected override void ProcessRecord()
    {
        string target = Name ?? ClientId!;
        if (!ShouldProcess(target, $"Add and prove {Source}"))
        {
            return;
        }

        AppCertificateRequest request = Request();
        RunAtGraph(
            "New-OutlookAppCertificate",
            async (where, events, output, token) => await output.WriteAsync(
                await OutlookAppClient.Shared.Certificates.RotateAsync(where, request, events, token).ConfigureAwait(false)).ConfigureAwait(false),
            target);
    }
}
