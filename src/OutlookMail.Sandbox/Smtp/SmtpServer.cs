using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Sandbox.Exchange;
using OutlookMail.Sandbox.Tls;

namespace OutlookMail.Sandbox.Smtp;

/// <summary>Client submission: plain at first, STARTTLS before anything that matters, as on port 587.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private readonly ExchangeService exchange;
    private readonly SslServerAuthenticationOptions tls;
    private readonly LoopbackListener listener;

    public SmtpServer(int port, ExchangeService exchange, SslServerAuthenticationOptions tls)
    {
        this.exchange = exchange;
        this.tls = tls;
        listener = LoopbackListener.Open(port);
    }

    public int Port => listener.Port;

    public void Start() => listener.Start(ServeAsync);

    public void DropConnections() => listener.DropConnections();

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken ct)
    {
        await using var session = new SmtpSession(new NetworkStream(socket, ownsSocket: false), exchange, tls);
        await session.RunAsync(ct).ConfigureAwait(false);
    }
}
