using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

public sealed class AppCertificateTests : IDisposable
{
    private readonly X509Certificate2 certificate = TestCertificates.App();
    private readonly string path = Path.GetTempFileName();

    public void Dispose()
    {
        certificate.Dispose();
        File.Delete(path);
    }

    private string Pem => certificate.ExportCertificatePem() + "\n" + certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();

    private void Check(X509Certificate2 read)
    {
        using (read)
        {
            Assert.Equal(certificate.Thumbprint, read.Thumbprint);
            var data = new byte[] { 1, 2, 3 };
            var signature = read.GetRSAPrivateKey()!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
            Assert.True(certificate.GetRSAPublicKey()!.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("p@ss")]
    public void A_PFX_file_is_read_with_its_password(string? password)
    {
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, password));

        Check(AppCertificate.FromFile(path, password is null ? null : new SecretValue(password)));
    }

    [Fact]
    public void Base64_of_a_PFX_is_read()
    {
        Check(AppCertificate.FromBase64(new SecretValue(Convert.ToBase64String(certificate.Export(X509ContentType.Pfx)) + "\n")));
    }

    [Fact]
    public void A_PEM_file_is_read_plain_and_encrypted_where_the_runtime_can()
    {
        File.WriteAllText(path, Pem);
        if (LibraryFlavour.IsNetStandard)
        {
            Assert.Equal(SignInFailure.RequiresPowerShell7, Assert.Throws<SignInException>(() => AppCertificate.FromFile(path)).Failure);
            return;
        }

        Check(AppCertificate.FromFile(path));
        Check(AppCertificate.FromBase64(new SecretValue(Convert.ToBase64String(Encoding.UTF8.GetBytes(Pem)))));

        var encrypted = certificate.GetRSAPrivateKey()!.ExportEncryptedPkcs8PrivateKeyPem("p@ss", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        File.WriteAllText(path, certificate.ExportCertificatePem() + "\n" + encrypted);
        Check(AppCertificate.FromFile(path, new SecretValue("p@ss")));
        Assert.Equal("certificate_not_readable", Assert.Throws<SignInException>(() => AppCertificate.FromFile(path)).Error);
    }

    [Fact]
    public void A_wrong_password_damage_and_a_missing_file_say_so_without_the_password()
    {
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, "p@ss"));
        foreach (var action in new Action[]
        {
            () => AppCertificate.FromFile(path),
            () => AppCertificate.FromFile(path, new SecretValue("wr0ng-password")),
            () => AppCertificate.FromFile(path + "-missing"),
            () => AppCertificate.FromBase64(new SecretValue("?")),
            () => AppCertificate.FromBase64(new SecretValue("AAAA")),
        })
        {
            var e = Assert.Throws<SignInException>(action);
            Assert.Equal("certificate_not_readable", e.Error);
            Assert.DoesNotContain("wr0ng-password", e.ToString());
        }
    }

    [Fact]
    public void A_PFX_without_a_key_is_refused()
    {
        using var publicOnly = X509CertificateLoader.LoadCertificate(certificate.RawData);
        File.WriteAllBytes(path, publicOnly.Export(X509ContentType.Pfx));

        Assert.Equal("certificate_without_key", Assert.Throws<SignInException>(() => AppCertificate.FromFile(path)).Error);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("zz")]
    [InlineData("")]
    public void A_thumbprint_of_another_shape_is_refused(string thumbprint) =>
        Assert.Equal("invalid_thumbprint", Assert.Throws<SignInException>(() => AppCertificate.FromStore(thumbprint)).Error);

    [Fact]
    public void A_thumbprint_finds_the_certificate_of_the_users_store()
    {
        using var store = new X509Store(StoreName.My, StoreLocation.CurrentUser);
        store.Open(OpenFlags.ReadWrite);
        store.Add(certificate);
        try
        {
            var copied = "\u200e" + string.Join(" ", certificate.Thumbprint.ToLowerInvariant().Chunk(2).Select(c => new string(c)));
            Check(AppCertificate.FromStore(copied));
        }
        finally
        {
            store.Remove(certificate);
        }

        Assert.Equal("certificate_not_found", Assert.Throws<SignInException>(() => AppCertificate.FromStore(certificate.Thumbprint)).Error);
    }
}
