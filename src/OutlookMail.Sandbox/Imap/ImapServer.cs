using System;
using System.IO;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Tls;

namespace OutlookMail.Sandbox.Imap;

/// <summary>IMAP on implicit TLS, as on port 993.</summary>
internal sealed class ImapServer : IAsyncDisposable
{
    private readonly ExchangeService exchange;
    private readonly SslServerAuthenticationOptions tls;
    private readonly LoopbackListener listener;

    public ImapServer(int port, ExchangeService exchange, SslServerAuthenticationOptions tls)
    {
        this.exchange = exchange;
        this.tls = tls;
        listener = LoopbackListener.Open(port);
    }

    public int Port => listener.Port;

    public void Start() => listener.Start(ServeAsync);

    public void DropConnections() => listener.DropConnections();

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    /// <summary>One session on a stream that somebody else made, and has secured; it ends with the session.</summary>
    public async Task ServeAsync(Stream stream, CancellationToken ct)
    {
        await using var session = new ImapSession(stream, exchange);
        await session.RunAsync(ct).ConfigureAwait(false);
    }

    private async Task ServeAsync(Socket socket, CancellationToken ct)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await using var session = new ImapSession(stream, exchange);
        await stream.AuthenticateAsServerAsync(tls, ct).ConfigureAwait(false);
        await session.RunAsync(ct).ConfigureAwait(false);
    }
}
