using System;
using System.Management.Automation;
using System.Security;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Writes what Register-OutlookApp would do as a script that an administrator can read and run. Nobody signs in for it.</summary>
[Cmdlet(VerbsData.Export, "OutlookApp", SupportsShouldProcess = true, DefaultParameterSetName = OutputSet)]
[OutputType(typeof(string))]
public sealed class ExportOutlookAppCommand : OutlookCmdlet
{
    private const string OutputSet = "Output";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter(Mandatory = true)]
    public OutlookAppExportFormat Format { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public OutlookAppSignIn[]? SignIn { get; set; }

    [Parameter]
    public OutlookAppAudience Audience { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? RedirectUri { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PermissionCompleter))]
    public string[]? Permission { get; set; }

    [Parameter]
    public OutlookAppConsent Consent { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Owner { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FederationIssuer { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FederationSubject { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? SecretName { get; set; }

    [Parameter]
    [ValidateRange(1, 730)]
    public int SecretLifetime { get; set; } = 180;

    [Parameter]
    public SwitchParameter NoSecret { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    [Parameter]
    [Alias("TenantId")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(TenantCompleter))]
    public string? Tenant { get; set; }

    [Parameter]
    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = LiteralPathSet)]
    [Alias("LP")]
    [ValidateNotNullOrEmpty]
    public string? LiteralPath { get; set; }

    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string? file = null;
        string? given = LiteralPath ?? Path;
        string? certificate = null;
        Guard(
            () =>
            {
                file = given is null ? null : FileSystemPaths.Target(this, given, literal: LiteralPath is not null);
                certificate = CertificatePath is null ? null : FileSystemPaths.Target(this, CertificatePath, literal: false);
            },
            errorsEndCommand: true);
        if (file is not null && !ShouldProcess(file, "Write the hand-over pack"))
        {
            return;
        }

        bool overwrite = Force;
        RegisterAppRequest what = Request(certificate);
        Run(
            async (output, token) =>
            {
                string text = await OutlookAppClient.Shared.HandOverAsync(new AppRequest { Cloud = Cloud, Tenant = Tenant }, what, Format, token).ConfigureAwait(false);
                if (file is null)
                {
                    await output.WriteAsync(text).ConfigureAwait(false);
                }
                else
                {
                    AppTextFile.Write(file, text, overwrite);
                }
            },
            Name);
    }

    private RegisterAppRequest Request(string? certificate) => new()
    {
        Name = Name,
        SignIn = AppSignIns.Join(SignIn, OutlookAppSignIn.DeviceCode),
        Audience = MyInvocation.BoundParameters.ContainsKey(nameof(Audience)) ? Audience : null,
        RedirectUris = RedirectUri ?? Array.Empty<string>(),
        Permissions = Permission,
        Consent = MyInvocation.BoundParameters.ContainsKey(nameof(Consent)) ? Consent : null,
        Owners = Owner ?? Array.Empty<string>(),
        FederationIssuer = FederationIssuer,
        FederationSubject = FederationSubject,
        SecretName = SecretName,
        SecretLifetime = TimeSpan.FromDays(SecretLifetime),
        NoSecret = NoSecret,
        Certificate = certificate is not null || CertificateThumbprint is not null
            ? new AppCertificateRequest { Name = Name!, Path = certificate, Password = CertificatePassword, Thumbprint = CertificateThumbprint }
            : null,
    };
}
