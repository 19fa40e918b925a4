using System;
using System.Management.Automation;
using System.Security;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Keeps the id, and the secret if there is one, of an app that was made elsewhere; or all of a sign-in, under a name.</summary>
[Cmdlet(VerbsCommon.Set, "OutlookAppCredential", SupportsShouldProcess = true, DefaultParameterSetName = AppSet)]
[OutputType(typeof(OutlookAppCredential), typeof(OutlookProfile))]
public sealed class SetOutlookAppCredentialCommand : OutlookAppCmdlet
{
    private const string AppSet = "App";
    private const string ProfileSet = "Profile";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = AppSet)]
    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? ClientId { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? ClientSecret { get; set; }

    [Parameter]
    public DateTimeOffset SecretEndsOn { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = AppSet)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    public string? Profile { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? Mailbox { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? Vault { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? VaultSecretName { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? FederatedTokenFile { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? RedirectUri { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    public SwitchParameter Interactive { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    public SwitchParameter ManagedIdentity { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? Graph { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? ImapServer { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateRange(1, 65535)]
    public int ImapPort { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? SmtpServer { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateRange(1, 65535)]
    public int SmtpPort { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    [Parameter(ParameterSetName = ProfileSet)]
    [ValidateNotNullOrEmpty]
    public string? Proxy { get; set; }

    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName == ProfileSet)
        {
            KeepProfile();
            return;
        }

        if (!ShouldProcess(ClientId!, "Keep the app's credential"))
        {
            return;
        }

        bool passThru = PassThru;
        OutlookSandboxInfo? sandbox = ChosenSandbox;
        Run(
            async (output, token) =>
            {
                var what = new CredentialRequest { ClientId = ClientId!, Tenant = Tenant, Name = Name, Secret = ClientSecret, EndsOn = EndsOn, MakeDefault = !NoDefault };
                OutlookAppCredential kept = await OutlookAppClient.Shared.SetCredentialAsync(LocalRequest(sandbox), what, token).ConfigureAwait(false);
                if (passThru)
                {
                    await output.WriteAsync(kept).ConfigureAwait(false);
                }
            },
            ClientId);
    }

    private DateTimeOffset? EndsOn => MyInvocation.BoundParameters.ContainsKey(nameof(SecretEndsOn)) ? SecretEndsOn : null;

    private void KeepProfile()
    {
        if (!ShouldProcess(Profile!, "Keep the profile"))
        {
            return;
        }

        ProfileRequest request = ProfileRequest();
        Guard(
            () =>
            {
                request.CertificatePath = FullPath(CertificatePath);
                request.FederatedTokenFile = FullPath(FederatedTokenFile);
                request.CertificateAuthorityPath = FullPath(CertificateAuthority);
                if (Vault is not null && (ClientSecret ?? CertificatePassword) is { } secret)
                {
                    EngineCommands.WriteSecret(this, Vault, VaultSecretName ?? Profile!, secret);
                }
            },
            Profile,
            errorsEndCommand: true);
        bool passThru = PassThru;
        Run(
            async (output, token) =>
            {
                OutlookProfile kept = await OutlookClient.Shared.SaveProfileAsync(request, token).ConfigureAwait(false);
                if (passThru)
                {
                    await output.WriteAsync(kept).ConfigureAwait(false);
                }
            },
            Profile);
    }

    private string? FullPath(string? path) => path is null ? null : FileSystemPaths.Target(this, path, literal: false);

    private ProfileRequest ProfileRequest() => new()
    {
        Name = Profile!,
        ClientId = ClientId,
        Tenant = Tenant,
        Cloud = Cloud,
        Sandbox = ChosenSandbox,
        Authority = Authority,
        Graph = Graph,
        ImapServer = ImapServer,
        ImapPort = ImapPort == 0 ? null : ImapPort,
        SmtpServer = SmtpServer,
        SmtpPort = SmtpPort == 0 ? null : SmtpPort,
        Proxy = Proxy,
        Account = Account,
        Mailbox = Mailbox,
        Secret = CertificatePath is null ? ClientSecret : CertificatePassword,
        SecretEndsOn = EndsOn,
        Vault = Vault,
        VaultSecretName = VaultSecretName,
        CertificateThumbprint = CertificateThumbprint,
        RedirectUri = RedirectUri,
        Interactive = Interactive,
        ManagedIdentity = ManagedIdentity,
        MakeDefault = !NoDefault,
    };
}
