using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>A bare socket to the sandbox's IMAP or SMTP: sends lines, reads lines, knows no protocol.</summary>
internal sealed class SandboxWire : IAsyncDisposable
{
    private readonly TcpClient client = new();
    private readonly SandboxServer server;
    private Stream stream = Stream.Null;

    private SandboxWire(SandboxServer server) => this.server = server;

    public static async Task<SandboxWire> ImapAsync(SandboxServer server, string greeting = "* OK The Microsoft Exchange IMAP4 service is ready. [")
    {
        var wire = new SandboxWire(server);
        await wire.client.ConnectAsync("127.0.0.1", server.Info.ImapPort);
        wire.stream = wire.client.GetStream();
        await wire.StartTlsAsync();
        Assert.StartsWith(greeting, await wire.ReadLineAsync());
        return wire;
    }

    /// <summary>Connected and signed in; <paramref name="token"/> null is a good one.</summary>
    public static async Task<SandboxWire> SignedInImapAsync(SandboxServer server, string user = "ada@contoso.test", string? token = null)
    {
        SandboxWire wire = await ImapAsync(server);
        Assert.Equal("L OK AUTHENTICATE completed.", await wire.LastOfAsync($"L AUTHENTICATE XOAUTH2 {XOAuth2(user, token ?? server.IssueToken(user))}"));
        return wire;
    }

    public static async Task<SandboxWire> SmtpAsync(SandboxServer server, bool startTls = true)
    {
        var wire = new SandboxWire(server);
        await wire.client.ConnectAsync("127.0.0.1", server.Info.SmtpPort);
        wire.stream = wire.client.GetStream();
        Assert.StartsWith("220 ", await wire.ReadLineAsync());
        if (startTls)
        {
            await wire.LastOfAsync("EHLO client.test");
            Assert.Equal("220 2.0.0 SMTP server ready", await wire.LastOfAsync("STARTTLS"));
            await wire.StartTlsAsync();
            await wire.LastOfAsync("EHLO client.test");
        }

        return wire;
    }

    public static async Task<SandboxWire> SignedInSmtpAsync(SandboxServer server, string user = "ada@contoso.test", string? token = null)
    {
        SandboxWire wire = await SmtpAsync(server);
        Assert.Equal("235 2.7.0 Authentication successful", await wire.LastOfAsync($"AUTH XOAUTH2 {XOAuth2(user, token ?? server.IssueToken(user))}"));
        return wire;
    }

    public static string XOAuth2(string user, string token) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"user={user}\u0001auth=Bearer {token}\u0001\u0001"));

    public async Task StartTlsAsync()
    {
        var tls = new SslStream(stream);
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { server.CertificateAuthority },
            },
        });
        stream = tls;
    }

    public async Task SendAsync(string text)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
        await stream.FlushAsync();
    }

    /// <summary>Without its CRLF; null at the end of the stream.</summary>
    public async Task<string?> ReadLineAsync()
    {
        var line = new MemoryStream();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString(line.ToArray()).TrimEnd('\r');
            }

            line.WriteByte(one[0]);
        }

        return line.Length == 0 ? null : Encoding.UTF8.GetString(line.ToArray());
    }

    /// <summary>Sends a command; every line up to the tagged one (IMAP) or the last of the reply (SMTP).</summary>
    public async Task<string[]> AllOfAsync(string command)
    {
        await SendAsync(command + "\r\n");
        string tag = command.Split(' ')[0];
        var lines = new System.Collections.Generic.List<string>();
        while (await ReadLineAsync() is string line)
        {
            lines.Add(line);
            if (line.StartsWith(tag + " ", StringComparison.Ordinal) || (line.Length > 3 && char.IsAsciiDigit(line[0]) && line[3] == ' ' && !line.StartsWith('*')))
            {
                break;
            }
        }

        return [.. lines];
    }

    public async Task<string> LastOfAsync(string command) => (await AllOfAsync(command)) is [.., var last] ? last : "(closed)";

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        client.Dispose();
    }
}
