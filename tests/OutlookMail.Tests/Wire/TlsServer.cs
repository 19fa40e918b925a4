using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>One TLS connection on a free loopback port; speaks a text after the handshake.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _serving;

    public TlsServer(X509Certificate2 certificate, string text, byte[]? before = null, SslProtocols protocols = SslProtocols.None)
    {
        _listener.Start();
        _serving = ServeAsync(certificate, text, before, protocols);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        try
        {
            await _serving;
        }
        catch (Exception e) when (e is IOException or AuthenticationException or SocketException or ObjectDisposedException)
        {
            // The client refuses: that is what the tests are about.
        }
    }

    private async Task ServeAsync(X509Certificate2 certificate, string text, byte[]? before, SslProtocols protocols)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        Stream plain = client.GetStream();
        if (before is not null)
        {
            await plain.WriteAsync(before);
            // The client says when it has read that.
            await plain.ReadExactlyAsync(new byte[1]);
        }

        using var tls = new SslStream(plain);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = protocols });
        await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text));
        await tls.CopyToAsync(Stream.Null);
    }
}
