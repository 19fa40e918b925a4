using System;
using System.Management.Automation;
using System.Security;
using OutlookMail.Client;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What New- and Update-OutlookAppCertificate share: whose certificate, and which one.</summary>
public abstract class OutlookCertificateCmdlet : OutlookOneAppCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string CertificateName { get; set; } = "OutlookMail";

    [Parameter]
    [ValidateRange(1, 1095)]
    public int Lifetime { get; set; } = 180;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    private protected string Source => CertificatePath is not null ? $"the certificate of {CertificatePath}"
        : CertificateThumbprint is not null ? $"the certificate {CertificateThumbprint}"
        : FormattableString.Invariant($"a new certificate for {Lifetime} days");

    /// <summary>On the pipeline thread: the path is the runspace's.</summary>
    private protected AppCertificateRequest Request()
    {
        string? file = null;
        Guard(() => file = CertificatePath is null ? null : FileSystemPaths.Target(this, CertificatePath, literal: false), errorsEndCommand: true);
        return new AppCertificateRequest
        {
            ClientId = ClientId,
            AppName = Name,
            Name = CertificateName,
            Lifetime = TimeSpan.FromDays(Lifetime),
            Path = file,
            Password = CertificatePassword,
            Thumbprint = CertificateThumbprint,
        };
    }
}
