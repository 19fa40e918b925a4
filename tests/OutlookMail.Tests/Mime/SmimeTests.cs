using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OutlookMail.Mime;
using Xunit;

namespace OutlookMail.Tests.Mime;

public sealed class SmimeTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private static readonly X509Certificate2 Authority = MakeAuthority();
    private static readonly X509Certificate2 Ada = Make("ada@contoso.test", null);

    // On Windows PowerShell's flavour the framework cannot be kept off the network, so nothing is said about trust.
    private static bool ChecksTrust => typeof(MimeMessage).Assembly.GetCustomAttributes(typeof(System.Runtime.Versioning.TargetFrameworkAttribute), false) is [System.Runtime.Versioning.TargetFrameworkAttribute { FrameworkName: var name }] && !name.Contains("Standard", StringComparison.Ordinal);

    private static MimeComposer Draft() => new()
    {
        From = MimeAddress.Parse("ada@contoso.test"),
        To = { MimeAddress.Parse("bob@contoso.test") },
        Subject = "Signed",
        Text = "Grüße",
        Html = "<p>Grüße</p>",
        Attachments = { MimeAttachmentSource.FromBytes(new byte[] { 1, 2, 3 }, "a.bin") },
    };

    [Fact]
    public void A_signed_message_is_intact_and_says_who_signed()
    {
        MimeComposer draft = Draft();
        draft.SignWith = Ada;
        MimeComposed composed = draft.Compose();
        MimeMessage message = MimeMessage.Parse(composed.ToArray());
        Assert.Equal(composed.Length, message.Length);
        Assert.Equal("Grüße", message.TextBody);
        Assert.Equal("a.bin", Assert.Single(message.Attachments).FileName);
        SmimeSignature signature = SmimeSignature.Read(message.Body)!;
        Assert.True(signature.IsIntact, signature.Problem);
        SmimeSigner signer = Assert.Single(signature.Signers);
        Assert.Equal("ada@contoso.test", signer.Address);
        Assert.Equal(SmimeTrust.NotChecked, signer.Trust);
        Assert.InRange((signer.SigningTime!.Value - draft.Date).Duration().TotalSeconds, 0, 1);
    }

    [Fact]
    public void A_signed_message_that_a_mailbox_stored_with_other_line_ends_is_still_intact()
    {
        MimeComposer draft = Draft();
        draft.SignWith = Ada;
        byte[] stored = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(draft.Compose().ToArray()).Replace("\r\n", "\n"));
        Assert.True(SmimeSignature.Read(MimeMessage.Parse(stored).Body)!.IsIntact);
    }

    [Fact]
    public void A_changed_octet_breaks_the_signature()
    {
        MimeComposer draft = Draft();
        draft.SignWith = Ada;
        byte[] bytes = draft.Compose().ToArray();
        int at = Encoding.Latin1.GetString(bytes).IndexOf("AQID", StringComparison.Ordinal);
        bytes[at] = (byte)'B';
        SmimeSignature signature = SmimeSignature.Read(MimeMessage.Parse(bytes).Body)!;
        Assert.False(signature.IsIntact);
        Assert.NotNull(signature.Problem);
    }

    [Fact]
    public void Trust_follows_the_authority_and_the_time()
    {
        MimeComposer draft = Draft();
        draft.SignWith = Ada;
        MimeEntity body = MimeMessage.Parse(draft.Compose().ToArray()).Body;
        SmimeTrust Trust(X509Certificate2 authority, DateTimeOffset? at = null)
        {
            SmimeTrustOptions options = new() { At = at };
            options.Authorities.Add(authority);
            return Assert.Single(SmimeSignature.Read(body, options)!.Signers).Trust;
        }

        if (!ChecksTrust)
        {
            Assert.Equal(SmimeTrust.NotChecked, Trust(Authority));
            return;
        }

        Assert.Equal(SmimeTrust.Trusted, Trust(Authority));
        Assert.Equal(SmimeTrust.Untrusted, Trust(MakeAuthority()));
        Assert.Equal(SmimeTrust.Untrusted, Trust(Authority, Now.AddYears(5)));
    }

    [Fact]
    public void An_encrypted_message_is_signed_inside_and_opens_with_its_key_only()
    {
        X509Certificate2 bob = Make("bob@contoso.test", null);
        MimeComposer draft = Draft();
        draft.SignWith = Ada;
        draft.EncryptFor.Add(bob);
        MimeMessage message = MimeMessage.Parse(draft.Compose().ToArray());
        Assert.True(SmimeDecryption.IsEncrypted(message.Body));
        Assert.Null(SmimeSignature.Read(message.Body));
        MimeEntity inner = SmimeDecryption.Decrypt(message.Body, new X509Certificate2Collection(bob))!;
        SmimeSignature signature = SmimeSignature.Read(inner)!;
        Assert.True(signature.IsIntact, signature.Problem);
        Assert.Equal("Grüße", signature.Content!.Children[0].Children[0].GetText());
        Assert.ThrowsAny<CryptographicException>(() => SmimeDecryption.Decrypt(message.Body, new X509Certificate2Collection(Ada)));
    }

    [Fact]
    public void Checking_a_signature_opens_no_connection_to_where_its_certificate_points()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        X509Certificate2 eve = Make("eve@contoso.test", "http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndPoint!).Port + "/issuer.cer");
        MimeComposer draft = Draft();
        draft.SignWith = eve;
        MimeEntity body = MimeMessage.Parse(draft.Compose().ToArray()).Body;
        Assert.True(SmimeSignature.Read(body)!.IsIntact);
        Assert.True(SmimeSignature.Read(body, new SmimeTrustOptions())!.IsIntact);
        Assert.False(listener.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public void Openssl_accepts_what_is_signed_and_opens_what_is_encrypted()
    {
        if (!HasOpenSsl())
        {
            Assert.Skip("openssl is not on PATH.");
        }

        string folder = Directory.CreateTempSubdirectory("smime").FullName;
        try
        {
            string message = Path.Combine(folder, "m.eml");
            string pem = Path.Combine(folder, "key.pem");
            string authority = Path.Combine(folder, "ca.pem");
            File.WriteAllText(pem, Ada.ExportCertificatePem() + "\n" + Ada.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(authority, Authority.ExportCertificatePem());
            MimeComposer draft = Draft();
            draft.SignWith = Ada;
            File.WriteAllBytes(message, draft.Compose().ToArray());
            Assert.Contains("multipart/mixed", OpenSsl("cms", "-verify", "-in", message, "-CAfile", authority, "-purpose", "any"));

            draft.SignWith = null;
            draft.EncryptFor.Add(Ada);
            File.WriteAllBytes(message, draft.Compose().ToArray());
            Assert.Contains("multipart/mixed", OpenSsl("cms", "-decrypt", "-in", message, "-recip", pem, "-inkey", pem));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\nAAAA")]
    [InlineData("Content-Type: multipart/signed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: application/pkcs7-signature\n\nx\n--b--")]
    [InlineData("Content-Type: application/pkcs7-mime\n\n")]
    public void Rubbish_instead_of_a_signature_is_no_exception(string text)
    {
        MimeEntity body = Sample.Read(text).Body;
        Assert.False(SmimeSignature.Read(body)?.IsIntact ?? false);
        Assert.False(SmimeDecryption.IsEncrypted(body));
        Assert.Null(SmimeDecryption.Decrypt(body, new X509Certificate2Collection()));
    }

    private static X509Certificate2 MakeAuthority()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=Test authority " + Guid.NewGuid(), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(Now.AddDays(-1), Now.AddYears(2));
    }

    private static X509Certificate2 Make(string address, string? issuerUrl)
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest request = new("CN=" + address, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        SubjectAlternativeNameBuilder names = new();
        names.AddEmailAddress(address);
        request.CertificateExtensions.Add(names.Build());
        if (issuerUrl != null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, new[] { issuerUrl }));
        }

        // Eve's issuer is one that nobody sends along, so that a careless check would go and fetch it.
        using X509Certificate2 issuer = issuerUrl == null ? new X509Certificate2(Authority) : MakeAuthority();
        using X509Certificate2 signed = request.Create(issuer, Now.AddDays(-1), Now.AddYears(1), Guid.NewGuid().ToByteArray());
        return signed.CopyWithPrivateKey(key);
    }

    private static bool HasOpenSsl()
    {
        try
        {
            OpenSsl("version");
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string OpenSsl(params string[] arguments)
    {
        ProcessStartInfo start = new("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return output;
    }
}
