using System;
using System.Security;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A named sign-in to be kept: everything that Connect-OutlookMailbox would otherwise be told each time.</summary>
public sealed class ProfileRequest
{
    public string Name { get; set; } = "";

    public string? ClientId { get; set; }

    public string? Tenant { get; set; }

    public OutlookCloud Cloud { get; set; }

    public OutlookSandboxInfo? Sandbox { get; set; }

    public string? Authority { get; set; }

    public string? Graph { get; set; }

    public string? ImapServer { get; set; }

    public int? ImapPort { get; set; }

    public string? SmtpServer { get; set; }

    public int? SmtpPort { get; set; }

    /// <summary>The file of a CA that is trusted for these servers.</summary>
    public string? CertificateAuthorityPath { get; set; }

    public string? Proxy { get; set; }

    public string? Account { get; set; }

    public string? Mailbox { get; set; }

    /// <summary>The client secret, or with a certificate's file its password. Null with <see cref="Vault"/>: it is there already.</summary>
    public SecureString? Secret { get; set; }

    public DateTimeOffset? SecretEndsOn { get; set; }

    /// <summary>The SecretManagement vault that holds the secret instead of the profile.</summary>
    public string? Vault { get; set; }

    public string? VaultSecretName { get; set; }

    public string? CertificateThumbprint { get; set; }

    public string? CertificatePath { get; set; }

    public string? FederatedTokenFile { get; set; }

    public string? RedirectUri { get; set; }

    public bool Interactive { get; set; }

    public bool ManagedIdentity { get; set; }

    public bool MakeDefault { get; set; } = true;

    /// <summary>Null for the user's data folder.</summary>
    public string? StoreFolder { get; set; }
}
