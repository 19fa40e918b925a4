using System;
using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Seals a session into a file for an unattended job elsewhere.</summary>
[Cmdlet(VerbsData.Export, "OutlookSession", SupportsShouldProcess = true, DefaultParameterSetName = CertificateSet)]
[OutputType(typeof(OutlookExportedSession))]
public sealed class ExportOutlookSessionCommand : OutlookTransferCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSession? Session { get; set; }

    [Parameter]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(30);

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RevocationList { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        ExportSessionRequest? request = null;
        Guard(() =>
        {
            OutlookSession session = Session ?? RunspaceState.Current.Session ?? throw MailErrors.NotSignedIn(othersExist: false, Array.Empty<string>());
            request = new ExportSessionRequest(session, FullPath(Path!), Key())
            {
                Lifetime = Lifetime,
                RevocationList = RevocationList is null ? null : FullPath(RevocationList),
                Overwrite = Force,
            };
        });
        if (request is null || !ShouldProcess(request.Session.ToString(), $"Seal into {request.Path}"))
        {
            return;
        }

        Run(
            async (output, token) => await output.WriteAsync(await OutlookClient.Shared.ExportSessionAsync(request, token).ConfigureAwait(false)).ConfigureAwait(false),
            request.Session);
    }
}
