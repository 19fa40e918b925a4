using System;
using System.Net;
using System.Net.Http;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>A given root is the only one trusted, and chain, name and time are verified with it, on both flavours.</summary>
public sealed class CustomAuthorityTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    [Fact]
    public async Task A_certificate_of_the_given_authority_is_trusted()
    {
        using var authority = Authority("CN=Given");
        using var leaf = Leaf(authority, "localhost", -1, 1);

        Assert.Null(await Connect(leaf, authority));
    }

    [Fact]
    public async Task Another_authority_of_the_same_name_is_not()
    {
        using var authority = Authority("CN=Given");
        using var other = Authority("CN=Given");
        using var leaf = Leaf(other, "localhost", -1, 1);

        Assert.Equal(SignInFailure.TlsFailed, await Connect(leaf, authority));
    }

    [Fact]
    public async Task A_self_signed_certificate_is_not()
    {
        using var authority = Authority("CN=Given");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = Exportable(Request("CN=localhost", key, "localhost").CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1)));

        Assert.Equal(SignInFailure.TlsFailed, await Connect(leaf, authority));
    }

    [Fact]
    public async Task Another_name_is_not()
    {
        using var authority = Authority("CN=Given");
        using var leaf = Leaf(authority, "example.test", -1, 1);

        Assert.Equal(SignInFailure.TlsFailed, await Connect(leaf, authority));
    }

    [Theory]
    [InlineData(-3, -1)]
    [InlineData(1, 3)]
    public async Task A_certificate_out_of_its_time_is_not(int fromDays, int toDays)
    {
        using var authority = Authority("CN=Given");
        using var leaf = Leaf(authority, "localhost", fromDays, toDays);

        Assert.Equal(SignInFailure.TlsFailed, await Connect(leaf, authority));
    }

    [Fact]
    public async Task A_certificate_for_clients_is_not()
    {
        using var authority = Authority("CN=Given");
        using var leaf = Leaf(authority, "localhost", -1, 1, "1.3.6.1.5.5.7.3.2");

        Assert.Equal(SignInFailure.TlsFailed, await Connect(leaf, authority));
    }

    [Fact]
    public async Task Without_a_given_authority_the_machine_decides()
    {
        using var authority = Authority("CN=Given");
        using var leaf = Leaf(authority, "localhost", -1, 1);

        Assert.Equal(SignInFailure.TlsFailed, await Connect(leaf, null));
    }

    private static async Task<SignInFailure?> Connect(X509Certificate2 leaf, X509Certificate2? trusted)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ServeOnce(listener, leaf);
        var settings = new SignInSettings
        {
            Cloud = new CloudEndpoints { Graph = $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}" },
            CertificateAuthority = trusted is null ? null : X509CertificateLoader.LoadCertificate(trusted.RawData),
        };
        using var profile = new GraphProfile(settings);
        try
        {
            await profile.GetMeAsync("t", CancellationToken.None);
            return null;
        }
        catch (SignInException e)
        {
            return e.Failure;
        }
        finally
        {
            listener.Stop();
            await server;
        }
    }

    private static async Task ServeOnce(TcpListener listener, X509Certificate2 leaf)
    {
        try
        {
            using var client = await listener.AcceptTcpClientAsync();
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(leaf);
            var seen = new StringBuilder();
            var buffer = new byte[4096];
            while (!seen.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
            {
                var read = await tls.ReadAsync(buffer);
                if (read == 0)
                {
                    return;
                }

                seen.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }

            await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n{\"id\":\"1\"}"u8.ToArray());
        }
        catch (Exception e) when (e is System.IO.IOException or System.Security.Authentication.AuthenticationException or SocketException or ObjectDisposedException)
        {
            // The client turned away: that is what most of these tests want.
        }
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return Exportable(request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(30)));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, string name, int fromDays, int toDays, string use = "1.3.6.1.5.5.7.3.1")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = Request("CN=" + name, key, name, use).Create(authority, Now.AddDays(fromDays), Now.AddDays(toDays), RandomNumberGenerator.GetBytes(8));
        return Exportable(signed.CopyWithPrivateKey(key));
    }

    private static CertificateRequest Request(string subject, ECDsa key, string name, string use = "1.3.6.1.5.5.7.3.1")
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(new OidCollection { new(use) }, false));
        return request;
    }

    // SslStream on Windows needs a key that lives in a key container, which a PFX gives it.
    private static X509Certificate2 Exportable(X509Certificate2 certificate)
    {
        using (certificate)
        {
            return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
        }
    }
}
