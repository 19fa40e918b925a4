using System.Security;
using System.Security.Cryptography.X509Certificates;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>What a session is sealed with: exactly one of these.</summary>
public sealed class TransferKey
{
    public SecureString? PassPhrase { get; set; }

    public string? KeyFile { get; set; }

    public string? CertificateThumbprint { get; set; }

    /// <summary>A certificate; for opening, with its private key.</summary>
    public string? CertificatePath { get; set; }

    public SecureString? CertificatePassword { get; set; }

    /// <exception cref="BundleException">KeyUnusable.</exception>
    /// <exception cref="SignInException">The certificate is not there or cannot be read.</exception>
    internal BundleKey Create(bool opens) =>
        PassPhrase is { } phrase ? BundleKey.PassPhrase(new SecretValue(phrase))
        : KeyFile is { } file ? BundleKey.KeyFile(file)
        : BundleKey.Certificate(Certificate(opens));

    // The public half is enough to seal, and is all that the exporting machine should have.
    private X509Certificate2 Certificate(bool opens) =>
        CertificateThumbprint is { } thumbprint ? AppCertificate.FromStore(thumbprint)
        : opens ? AppCertificate.FromFile(CertificatePath!, CertificatePassword is { } password ? new SecretValue(password) : null)
        : AppCertificate.PublicFromFile(CertificatePath!, CertificatePassword is { } secret ? new SecretValue(secret) : null);
}
