using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Goes the way to login, Graph, IMAP and SMTP stage by stage, with times, and says where it ends.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OutlookConnection", DefaultParameterSetName = SessionSet)]
[OutputType(typeof(OutlookConnectionResult), typeof(bool))]
public sealed class TestOutlookConnectionCommand : OutlookCmdlet
{
    private const string SessionSet = "Session";
    private const string HostSet = "Host";

    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public OutlookConnectionService[]? Service { get; set; }

    [Parameter]
    [ValidateRange(1, 300)]
    public int TimeoutSeconds { get; set; } = 15;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    [Parameter(ParameterSetName = SessionSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public OutlookSession? Session { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    [Parameter(ParameterSetName = HostSet)]
    [Alias("TenantId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string? Authority { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string? Graph { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string? ImapServer { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    [ValidateRange(1, 65535)]
    public int ImapPort { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string? SmtpServer { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    [ValidateRange(1, 65535)]
    public int SmtpPort { get; set; }

    [Parameter(ParameterSetName = HostSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    protected override void ProcessRecord()
    {
        var request = new ConnectionTestRequest { Services = Service, Timeout = TimeSpan.FromSeconds(TimeoutSeconds) };
        OutlookSession? session = ParameterSetName == SessionSet && Proxy is null ? Session ?? RunspaceState.Current.Session : null;
        if (session is { IsOpen: true })
        {
            Run((output, token) => WriteAsync(OutlookClient.Shared.TestConnectionAsync(session, request, token), output, token), session);
            return;
        }

        string? certificatePath = null;
        Guard(() => certificatePath = CertificateAuthority is null ? null : FileSystemPaths.Target(this, CertificateAuthority, literal: false), errorsEndCommand: true);
        OutlookSandboxInfo? sandbox = ParameterSetName == SessionSet ? RunspaceState.Current.RunningSandbox : null;
        Run((output, token) => WriteAsync(OutlookClient.Shared.TestConnectionAsync(Where(sandbox, certificatePath), request, token), output, token));
    }

    private ConnectRequest Where(OutlookSandboxInfo? sandbox, string? certificatePath)
    {
        try
        {
            return new ConnectRequest
            {
                Sandbox = sandbox,
                Cloud = Cloud,
                Proxy = Proxy,
                Tenant = Tenant,
                Authority = Authority,
                Graph = Graph,
                ImapServer = ImapServer,
                ImapPort = ImapPort == 0 ? null : ImapPort,
                SmtpServer = SmtpServer,
                SmtpPort = SmtpPort == 0 ? null : SmtpPort,
                CertificateAuthority = certificatePath is null ? null : CertificateFile.Read(certificatePath),
            };
        }
        catch (Exception e) when (e is CryptographicException or System.IO.IOException or UnauthorizedAccessException)
        {
            throw MailErrors.CertificateNotReadable(certificatePath!, e);
        }
    }

    private async Task WriteAsync(IAsyncEnumerable<OutlookConnectionResult> results, CmdletOutput output, CancellationToken token)
    {
        if (!Quiet)
        {
            await output.WriteAllAsync(results, token).ConfigureAwait(false);
            return;
        }

        bool good = true;
        await foreach (OutlookConnectionResult result in results.ConfigureAwait(false))
        {
            good &= result.Status != OutlookPermissionStatus.Failed;
        }

        await output.WriteAsync(good).ConfigureAwait(false);
    }
}
