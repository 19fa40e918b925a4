using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>STARTTLS over a real socket with a real handshake.</summary>
public sealed class StartTlsTests : IDisposable
{
    private readonly X509Certificate2 _authority = MakeAuthority();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public StartTlsTests() => _listener.Start();

    public void Dispose()
    {
        _listener.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task What_was_said_before_TLS_is_forgotten()
    {
        Task<string> server = ServeAsync("localhost", async plain =>
        {
            await ExpectAsync(plain, "EHLO ");
            await SayAsync(plain, "250-plain\r\n250-SIZE 1\r\n250-AUTH LOGIN\r\n250 STARTTLS\r\n");
            await ExpectAsync(plain, "STARTTLS");
            // Smuggled behind the go-ahead: it must not be taken for the answer to the EHLO inside TLS (CVE-2011-0411).
            await SayAsync(plain, "220 2.0.0 go\r\n250-evil\r\n250-AUTH XOAUTH2\r\n250 XEVIL\r\n");
        }, async tls =>
        {
            await ExpectAsync(tls, "EHLO ");
            await SayAsync(tls, "250-secure\r\n250-SIZE 2\r\n250 AUTH XOAUTH2\r\n");
            await ExpectAsync(tls, "QUIT");
            await SayAsync(tls, "221 bye\r\n");
        });
        await using SmtpConnection connection = await ConnectAsync("localhost");
        Assert.Equal(2, connection.Capabilities.SizeLimit);
        Assert.Equal(["XOAUTH2"], connection.Capabilities.AuthMechanisms);
        Assert.False(connection.Capabilities.Has("XEVIL"));
        Assert.False(connection.Capabilities.Has("STARTTLS"));
        await connection.QuitAsync(CancellationToken.None);
        Assert.Equal(string.Empty, await server);
    }

    [Theory]
    [InlineData("250-plain\r\n250 AUTH XOAUTH2\r\n", null)]
    [InlineData("250 STARTTLS\r\n", null)] // the first line is the server's name
    [InlineData("250-plain\r\n250 STARTTLS\r\n", "454 4.7.0 TLS not available\r\n")]
    [InlineData("250-plain\r\n250 STARTTLS\r\n", "502 5.5.1 what\r\n")]
    [InlineData("250-plain\r\n250 STARTTLS\r\n", "250 ok\r\n")]
    public async Task Without_TLS_there_is_no_connection(string ehloReply, string? startTlsReply)
    {
        Task<string> server = ServeAsync("localhost", async plain =>
        {
            await ExpectAsync(plain, "EHLO ");
            await SayAsync(plain, ehloReply);
            if (startTlsReply is not null)
            {
                await ExpectAsync(plain, "STARTTLS");
                await SayAsync(plain, startTlsReply);
            }
        }, null);
        var failed = await Assert.ThrowsAsync<TlsFailedException>(() => ConnectAsync("localhost"));
        Assert.Equal(TlsFailedException.NotOffered, failed.Reason);
        // Nothing more in the clear.
        Assert.Equal(string.Empty, await server);
    }

    [Theory]
    [InlineData("elsewhere.test", true, TlsFailedException.NameMismatch)]
    [InlineData("localhost", false, TlsFailedException.UntrustedRoot)]
    public async Task A_certificate_that_does_not_hold_ends_it(string name, bool trusted, string reason)
    {
        Task<string> server = ServeAsync(name, async plain =>
        {
            await ExpectAsync(plain, "EHLO ");
            await SayAsync(plain, "250-plain\r\n250 STARTTLS\r\n");
            await ExpectAsync(plain, "STARTTLS");
            await SayAsync(plain, "220 2.0.0 go\r\n");
        }, _ => Task.CompletedTask);
        using X509Certificate2 other = MakeAuthority();
        var failed = await Assert.ThrowsAsync<TlsFailedException>(() => ConnectAsync("localhost", trusted ? _authority : other));
        Assert.Equal(reason, failed.Reason);
        await server;
    }

    [Fact]
    public async Task Implicit_TLS_needs_no_STARTTLS()
    {
        Task server = Task.Run(async () =>
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync();
            using X509Certificate2 leaf = MakeLeaf("localhost");
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(leaf);
            await SayAsync(tls, "220 x\r\n");
            await ExpectAsync(tls, "EHLO ");
            await SayAsync(tls, "250-x\r\n250 PIPELINING\r\n");
        });
        var endpoint = new WireEndpoint("localhost", Port, TlsMode.Implicit);
        await using SmtpConnection connection = await SmtpConnection.ConnectAsync(
            endpoint, new WireOptions { CertificateAuthority = _authority }, CancellationToken.None);
        Assert.True(connection.Capabilities.Has("PIPELINING"));
        await server;
    }

    [Fact]
    public async Task A_token_is_never_sent_in_the_clear()
    {
        Task server = Task.Run(async () =>
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync();
            await SayAsync(client.GetStream(), "220 x\r\n");
            await ExpectAsync(client.GetStream(), "EHLO ");
            await SayAsync(client.GetStream(), "250-x\r\n250 AUTH XOAUTH2\r\n");
            Assert.Equal(string.Empty, await RestAsync(client.GetStream()));
        });
        var plain = new WireEndpoint("localhost", Port, TlsMode.StartTls);
        WireConnection wire = await WireConnection.ConnectAsync(plain, new WireOptions(), CancellationToken.None);
        await using (SmtpConnection connection = await SmtpConnection.OpenAsync(wire, new WireEndpoint("localhost", Port, TlsMode.Implicit), CancellationToken.None))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None));
        }

        await server;
    }

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private Task<SmtpConnection> ConnectAsync(string host, X509Certificate2? authority = null) => SmtpConnection.ConnectAsync(
        new WireEndpoint(host, Port, TlsMode.StartTls), new WireOptions { CertificateAuthority = authority ?? _authority }, CancellationToken.None);

    /// <returns>What the client sent and nobody expected, up to its close.</returns>
    private async Task<string> ServeAsync(string name, Func<Stream, Task> plain, Func<Stream, Task>? secure)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        NetworkStream stream = client.GetStream();
        await SayAsync(stream, "220 plain\r\n");
        await plain(stream);
        if (secure is null)
        {
            return await RestAsync(stream);
        }

        using X509Certificate2 leaf = MakeLeaf(name);
        await using var tls = new SslStream(stream);
        try
        {
            await tls.AuthenticateAsServerAsync(leaf);
            await secure(tls);
            return await RestAsync(tls);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            return string.Empty;
        }
    }

    private static async Task<string> RestAsync(Stream stream)
    {
        try
        {
            return await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync();
        }
        catch (IOException)
        {
            return string.Empty;
        }
    }

    private static async Task ExpectAsync(Stream stream, string start)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        while (await stream.ReadAsync(octet) == 1 && octet[0] != '\n')
            line.Append((char)octet[0]);
        if (!line.ToString().StartsWith(start, StringComparison.Ordinal))
            throw new InvalidDataException($"Expected {start}, not {line}");
    }

    private static async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private static X509Certificate2 MakeAuthority()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test authority " + Guid.NewGuid(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private X509Certificate2 MakeLeaf(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using X509Certificate2 leaf = request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using X509Certificate2 withKey = leaf.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }
}
