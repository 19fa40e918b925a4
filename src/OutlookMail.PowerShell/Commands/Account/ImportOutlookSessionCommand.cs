using System.Management.Automation;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Opens a sealed session, signs in with it and makes it the runspace's current one. Nothing of it is kept here.</summary>
[Cmdlet(VerbsData.Import, "OutlookSession", SupportsShouldProcess = true, DefaultParameterSetName = CertificateSet)]
[OutputType(typeof(OutlookSession))]
public sealed class ImportOutlookSessionCommand : OutlookTransferCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    [Parameter]
    public SwitchParameter SendOnly { get; set; }

    protected override void ProcessRecord()
    {
        ImportSessionRequest? request = null;
        Guard(
            () => request = new ImportSessionRequest(FullPath(Path!), Key(), new ConnectRequest
            {
                Sandbox = RunspaceState.Current.RunningSandbox,
                CertificateAuthority = CertificateFile.ReadAuthority(CertificateAuthority is null ? null : FullPath(CertificateAuthority)),
                Proxy = Proxy,
                SendOnly = SendOnly,
            }),
            errorsEndCommand: true);
        if (request is null || !ShouldProcess(request.Path, "Open the sealed session"))
        {
            return;
        }

        OutlookSession? session = null;
        Run(
            async (output, token) => session = await OutlookClient.Shared
                .ImportSessionAsync(request, new ConnectEvents(this, output, null, null), token).ConfigureAwait(false),
            request.Path,
            errorsEndCommand: true);
        if (session is not null)
        {
            RunspaceState.Current.Session = session;
            WriteObject(session);
        }
    }
}
