using System;
using System.Management.Automation;
using System.Security;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Shims;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What every cmdlet shares that signs in to Microsoft Graph to work on app registrations.</summary>
public abstract class OutlookGraphCmdlet : OutlookAppCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BootstrapClientId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    [Parameter]
    public SwitchParameter Interactive { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnDeviceCode { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Graph { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    /// <summary>Runs the body with a request that says where and as whom.</summary>
    private protected void RunAtGraph(string activity, Func<AppRequest, AppEvents, CmdletOutput, CancellationToken, Task> body, object? target = null)
    {
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        string? certificatePath = null;
        Guard(() => certificatePath = CertificateAuthority is null ? null : FileSystemPaths.Target(this, CertificateAuthority, literal: false), errorsEndCommand: true);
        bool canInteract = sandbox is { Approval: not "Page" } || OnDeviceCode is not null || AccessToken is not null
            || HostInteraction.IsPossible(Environment.GetCommandLineArgs(), Environment.UserInteractive, Environment.GetEnvironmentVariable);
        Run(
            (output, token) =>
            {
                AppRequest request = GraphRequest(sandbox, certificatePath, canInteract);
                return body(request, new AppEvents(new ConnectEvents(this, output, OnDeviceCode, sandbox), output, activity), output, token);
            },
            target);
    }

    private AppRequest GraphRequest(OutlookSandboxInfo? sandbox, string? certificatePath, bool canInteract)
    {
        AppRequest request = LocalRequest(sandbox);
        request.BootstrapClientId = BootstrapClientId;
        request.Account = Account;
        request.AccessToken = AccessToken;
        request.Interactive = Interactive;
        request.CanInteract = canInteract;
        request.Graph = Graph;
        request.CertificateAuthority = ReadCertificate(certificatePath);
        return request;
    }

    private static System.Security.Cryptography.X509Certificates.X509Certificate2? ReadCertificate(string? path)
    {
        try
        {
            return path is null ? null : CertificateFile.Read(path);
        }
        catch (Exception e) when (e is CryptographicException or System.IO.IOException or UnauthorizedAccessException)
        {
            throw MailErrors.CertificateNotReadable(path!, e);
        }
    }
}
