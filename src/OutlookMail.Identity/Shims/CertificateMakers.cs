using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Identity;

/// <summary>Makes a key and the certificate over it.</summary>
internal static class CertificateMakers
{
#if NETSTANDARD2_0
    public static X509Certificate2 MakeSelfSigned(string name, DateTimeOffset from, DateTimeOffset until) => throw SignInException.RequiresPowerShell7("Making a certificate");
#else
    // 2048 bits: what Entra asks for at least (learn.microsoft.com/entra/identity-platform/howto-create-self-signed-certificate).
    private const int KeyLength = 2048;

    /// <returns>With its private key, which can be exported.</returns>
    public static X509Certificate2 MakeSelfSigned(string name, DateTimeOffset from, DateTimeOffset until)
    {
        using var key = RSA.Create(KeyLength);
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        using var made = request.CreateSelfSigned(from, until);
        return new X509Certificate2(made.Export(X509ContentType.Pfx), (string?)null, X509KeyStorageFlags.Exportable);
    }
#endif
}
