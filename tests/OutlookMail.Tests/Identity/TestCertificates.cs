using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Tests.Identity;

internal static class TestCertificates
{
    /// <summary>A self-signed certificate with its key, good for a day either way.</summary>
    public static X509Certificate2 App(string name = "CN=App")
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
