using System;
using System.Linq;
using System.Management.Automation;
using System.Security;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.PowerShell.Completion;
using OutlookMail.PowerShell.Runtime;

namespace OutlookMail.PowerShell.Commands;

/// <summary>Makes an app registration what it shall be: creates it, or adds what it lacks.</summary>
[Cmdlet(VerbsLifecycle.Register, "OutlookApp", SupportsShouldProcess = true)]
[OutputType(typeof(OutlookApp))]
public sealed class RegisterOutlookAppCommand : OutlookGraphCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

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
    public SwitchParameter Certificate { get; set; }

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
    public SwitchParameter Exact { get; set; }

    [Parameter]
    public SwitchParameter NoDefault { get; set; }

    protected override void ProcessRecord()
    {
        string? certificateFile = null;
        Guard(() => certificateFile = CertificatePath is null ? null : FileSystemPaths.Target(this, CertificatePath, literal: false), errorsEndCommand: true);
        AppWork? work = null;
        RunAtGraph(
            "Register-OutlookApp",
            async (where, events, _, token) => work = await OutlookAppClient.Shared.PrepareAsync(where, Request(certificateFile), events, token).ConfigureAwait(false),
            Name);
        if (work is null)
        {
            return;
        }

        using (work)
        {
            // Every line is asked about, so that -WhatIf shows the whole difference; only the whole is done.
            bool all = work.Lines.Select(line => ShouldProcess(Name!, line)).ToArray().All(yes => yes);
            if (all)
            {
                Run(async (output, token) => await output.WriteAsync(await work.ApplyAsync(token).ConfigureAwait(false)).ConfigureAwait(false), Name);
            }
        }
    }

    private RegisterAppRequest Request(string? certificateFile) => new()
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
        Certificate = Certificate || certificateFile is not null || CertificateThumbprint is not null
            ? new AppCertificateRequest { Name = Name!, Path = certificateFile, Password = CertificatePassword, Thumbprint = CertificateThumbprint, Lifetime = TimeSpan.FromDays(SecretLifetime) }
            : null,
        Exact = Exact,
        MakeDefault = !NoDefault,
    };
}
