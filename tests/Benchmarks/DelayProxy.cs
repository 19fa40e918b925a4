using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace OutlookMail.Benchmarks;

/// <summary>A long line: what goes in on one side comes out on the other so much later, in any amount.</summary>
internal sealed class DelayProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<Socket> _open = [];
    private readonly string _host;
    private readonly int _port;
    private readonly TimeSpan _oneWay;

    public DelayProxy(string host, int port, TimeSpan roundTrip)
    {
        _host = host;
        _port = port;
        _oneWay = roundTrip / 2;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Stop();
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                client.NoDelay = true;
                await server.ConnectAsync(_host, _port);
                lock (_open)
                {
                    _open.Add(client);
                    _open.Add(server);
                }

                _ = CopyAsync(client, server);
                _ = CopyAsync(server, client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        // Bounded, as a line's own buffers are: 32 MB carry 640 MB/s over 50 ms, more than loopback TLS does.
        var line = Channel.CreateBounded<(long Due, byte[] Octets)>(512);
        Task writing = WriteAsync(line.Reader, to);
        try
        {
            byte[] buffer = new byte[64 * 1024];
            while (await from.ReceiveAsync(buffer) is > 0 and int count)
            {
                await line.Writer.WriteAsync((Stopwatch.GetTimestamp() + (long)(_oneWay.TotalSeconds * Stopwatch.Frequency), buffer.AsSpan(0, count).ToArray()));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }

        line.Writer.TryComplete();
        await writing;
    }

    private static async Task WriteAsync(ChannelReader<(long Due, byte[] Octets)> line, Socket to)
    {
        try
        {
            await foreach ((long due, byte[] octets) in line.ReadAllAsync())
            {
                TimeSpan left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
                if (left > TimeSpan.FromMilliseconds(1))
                {
                    await Task.Delay(left);
                }

                for (int sent = 0; sent < octets.Length;)
                {
                    sent += await to.SendAsync(octets.AsMemory(sent), SocketFlags.None, CancellationToken.None);
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
        {
            // Closed.
        }
    }
}
