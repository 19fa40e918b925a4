using OutlookMail.Model;

namespace OutlookMail.Identity;

/// <summary>
/// Everything a named sign-in needs: which app, where, how, and what proves it. Immutable; change it with <c>with</c>.
/// The secret is kept only inside the protected store, and its text is stars.
/// </summary>
public sealed record AppProfile
{
    /// <exception cref="System.ArgumentException">The name is empty, too long, or holds a control character.</exception>
    public AppProfile(string name)
    {
        Name = ProfileStore.CheckName(name);
    }

    /// <summary>What a person calls it; compared without case.</summary>
    public string Name { get; }

    public string ClientId { get; init; } = "";

    public string? Tenant { get; init; }

    public OutlookCloud Cloud { get; init; }

    /// <summary>The authority of a custom cloud.</summary>
    public string? Authority { get; init; }

    public SignInFlow Flow { get; init; }

    /// <summary>Who signs in; null when the flow has no person.</summary>
    public string? Account { get; init; }

    /// <summary>Whose mail; null for the account's own.</summary>
    public string? Mailbox { get; init; }

    /// <summary>The client secret, or the password of the certificate's file; null when it is elsewhere.</summary>
    public SecretValue? Secret { get; init; }

    /// <summary>Entra's id of the client secret, by which it is removed; no secret itself.</summary>
    public string? SecretKeyId { get; init; }

    /// <summary>When the secret or the certificate ends.</summary>
    public System.DateTimeOffset? CredentialExpiresOn { get; init; }

    /// <summary>The SecretManagement vault that holds the secret, under <see cref="VaultSecretName"/>; null for none.</summary>
    public string? Vault { get; init; }

    public string? VaultSecretName { get; init; }

    public string? CertificateThumbprint { get; init; }

    public string? CertificatePath { get; init; }

    /// <summary>The file of an outside token, for federation.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The redirect address of a web app.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>The Graph server of a custom authority.</summary>
    public string? Graph { get; init; }

    /// <summary>The IMAP server in the cloud's place.</summary>
    public string? ImapServer { get; init; }

    public int? ImapPort { get; init; }

    /// <summary>The SMTP server in the cloud's place.</summary>
    public string? SmtpServer { get; init; }

    public int? SmtpPort { get; init; }

    /// <summary>The file of a CA that is trusted for these servers.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>The proxy to go through, without a user name: the store shows profiles.</summary>
    public string? Proxy { get; init; }
}
