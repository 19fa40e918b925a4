using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>
/// A wire between a client and a server that can be cut: after so many octets from the server, or at once. It copies
/// what passes, TLS and all, and lives until it is disposed.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly int port;
    private readonly Queue<long> cuts = new();
    private readonly List<Socket> open = [];
    private readonly Task accepting;
    private int accepted;

    public CuttingProxy(int port)
    {
        this.port = port;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref accepted);

    /// <summary>The next connections end after this many octets from the server, one number each; further ones do not.</summary>
    public void CutNextAfter(params long[] octets)
    {
        lock (cuts)
        {
            cuts.Clear();
            foreach (long count in octets)
            {
                cuts.Enqueue(count);
            }
        }
    }

    /// <summary>Cuts every connection that is open now.</summary>
    public void Cut()
    {
        Socket[] all;
        lock (open)
        {
            all = [.. open];
            open.Clear();
        }

        foreach (Socket socket in all)
        {
            socket.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                Socket client = await listener.AcceptSocketAsync(end.Token);
                Interlocked.Increment(ref accepted);
                long cut;
                lock (cuts)
                {
                    cut = cuts.TryDequeue(out long next) ? next : long.MaxValue;
                }

                _ = ServeAsync(client, cut);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client, long cut)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        lock (open)
        {
            open.Add(client);
            open.Add(server);
        }

        try
        {
            await server.ConnectAsync(IPAddress.Loopback, port);
            await Task.WhenAny(CopyAsync(client, server, long.MaxValue), CopyAsync(server, client, cut));
        }
        catch (SocketException)
        {
        }

        client.Close();
        server.Close();
    }

    private static async Task CopyAsync(Socket from, Socket to, long most)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (most > 0)
            {
                int count = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most)));
                if (count == 0)
                {
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, count));
                most -= count;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut, from either side.
        }
    }
}
