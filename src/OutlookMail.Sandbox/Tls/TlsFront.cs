using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Sandbox.Tls;

/// <summary>TLS in front of the plain HTTP listener: takes TLS off and copies bytes both ways, knowing nothing of HTTP.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly LoopbackListener listener;
    private readonly SslServerAuthenticationOptions tls;
    private readonly int innerPort;
    private readonly ConcurrentDictionary<int, bool> innerClientPorts = new();

    public TlsFront(int port, int innerPort, SslServerAuthenticationOptions tls)
    {
        this.innerPort = innerPort;
        this.tls = tls;
        listener = LoopbackListener.Open(port);
    }

    public int Port => listener.Port;

    public void Start() => listener.Start(ServeAsync);

    /// <summary>Whether a request that reached the inner listener came through TLS: its client's port is then one of ours.</summary>
    public bool IsOwn(IPEndPoint? innerClient) => innerClient is not null && innerClientPorts.ContainsKey(innerClient.Port);

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private async Task ServeAsync(Socket socket, CancellationToken ct)
    {
        using var outer = new SslStream(new NetworkStream(socket, ownsSocket: false));
        await outer.AuthenticateAsServerAsync(tls, ct).ConfigureAwait(false);

        using var innerSocket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        innerSocket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        int ownPort = ((IPEndPoint)innerSocket.LocalEndPoint!).Port;
        innerClientPorts[ownPort] = true;
        try
        {
            await innerSocket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, innerPort), ct).ConfigureAwait(false);
            using var inner = new NetworkStream(innerSocket, ownsSocket: false);
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);

            Task toInner = CopyAsync(outer, inner, ended.Token);
            Task toOuter = CopyAsync(inner, outer, ended.Token);

            // HttpListener closes the connection after some answers (every 400): the client must then see it end.
            Task first = await Task.WhenAny(toInner, toOuter).ConfigureAwait(false);
            if (first == toOuter && toOuter.IsCompletedSuccessfully)
            {
                await outer.ShutdownAsync().ConfigureAwait(false);
                await ended.CancelAsync().ConfigureAwait(false);
            }
            else
            {
                innerSocket.Shutdown(SocketShutdown.Send);
                await toOuter.ConfigureAwait(false);
            }

            await Task.WhenAll(toInner, toOuter).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            innerClientPorts.TryRemove(ownPort, out _);
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, CancellationToken ct)
    {
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await from.ReadAsync(buffer, ct).ConfigureAwait(false)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), ct).ConfigureAwait(false);
        }
    }
}
