using System;
using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Sandbox.Tls;

/// <summary>The sandbox's own CA and its certificate for localhost, made in memory at each start; nothing is put in the machine's store.</summary>
internal sealed class SandboxCertificates : IDisposable
{
    // Clocks of a client and this process are the same machine's; a day covers a container with a wrong time zone.
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);
    private static readonly TimeSpan After = TimeSpan.FromDays(397);

    private readonly X509Certificate2 leaf;

    private SandboxCertificates(X509Certificate2 authority, X509Certificate2 leaf)
    {
        Authority = authority;
        this.leaf = leaf;
        ServerOptions = new SslServerAuthenticationOptions
        {
            // offline: the chain is what we made; nothing is fetched for it.
            ServerCertificateContext = SslStreamCertificateContext.Create(leaf, [authority], offline: true),

            // Exchange has refused TLS 1.0 and 1.1 since July 2026.
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ClientCertificateRequired = false,
        };
    }

    /// <summary>The CA's certificate, without its key.</summary>
    public X509Certificate2 Authority { get; }

    public SslServerAuthenticationOptions ServerOptions { get; }

    public static SandboxCertificates Create()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=OutlookMail SANDBOX CA", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        using X509Certificate2 authority = authorityRequest.CreateSelfSigned(now - Before, now + After);

        using ECDsa leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leafRequest = new CertificateRequest("CN=localhost", leafKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        leafRequest.CertificateExtensions.Add(names.Build());
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        leafRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        leafRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        leafRequest.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        byte[] serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using X509Certificate2 signed = leafRequest.Create(authority, now - Before, now + After - Before, serial);
        using X509Certificate2 withKey = signed.CopyWithPrivateKey(leafKey);

        // Windows' SslStream cannot use an ephemeral key: it needs one that came in through a PFX.
        byte[] pfx = withKey.Export(X509ContentType.Pfx);
#pragma warning disable SYSLIB0057 // X509CertificateLoader is .NET 9's; this library runs on .NET 8 too.
        var leaf = new X509Certificate2(pfx, (string?)null, X509KeyStorageFlags.Exportable);
        CryptographicOperations.ZeroMemory(pfx);
        return new SandboxCertificates(new X509Certificate2(authority.RawData), leaf);
#pragma warning restore SYSLIB0057
    }

    public void Dispose()
    {
        leaf.Dispose();
        Authority.Dispose();
    }
}
