using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>What a <see cref="FaultProxy"/> does to the server's octets, or the client's.</summary>
public enum FaultKind
{
    /// <summary>The connection ends before the octet.</summary>
    Cut,

    /// <summary>The octet is another one.</summary>
    Corrupt,

    /// <summary>From the octet on, one at a time.</summary>
    Dribble,

    /// <summary>The octet and what is behind it come a moment later.</summary>
    Delay,

    /// <summary>The octet and what is behind it never come; the connection stays open.</summary>
    Stall,
}

/// <summary>One fault, at one octet of the plain text of the next connection.</summary>
internal sealed record Fault(FaultKind Kind, long At, bool FromClient = false);

/// <summary>
/// Stands between a client and a server that both speak TLS from the first octet, ends TLS on either side, and does one
/// fault to what passes in between. Connections without a fault pass as they are.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 certificate;
    private readonly int port;
    private readonly X509Certificate2 serverAuthority;
    private readonly CancellationTokenSource end = new();
    private readonly List<Task> serving = [];
    private readonly Task accepting;
    private Fault? next;
    private TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public FaultProxy(X509Certificate2 certificate, int port, X509Certificate2 serverAuthority)
    {
        this.certificate = certificate;
        this.port = port;
        this.serverAuthority = serverAuthority;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Octets that the server has sent in the last connection.</summary>
    public long ServerOctets { get; private set; }

    /// <summary>Octets that the client has sent in the last connection.</summary>
    public long ClientOctets { get; private set; }

    /// <summary>For the next connection only.</summary>
    public void Next(Fault? fault)
    {
        stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref next, fault);
    }

    /// <summary>The connection with the next fault has stalled.</summary>
    public Task Stalled => stalled.Task;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(serving);
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                Socket client = await listener.AcceptSocketAsync(end.Token);
                serving.Add(ServeAsync(client, Interlocked.Exchange(ref next, null)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(Socket client, Fault? fault)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, port, either.Token);
            await using var toClient = new SslStream(new NetworkStream(client, ownsSocket: true));
            await using var toServer = new SslStream(new NetworkStream(server, ownsSocket: true));
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                    CustomTrustStore = { serverAuthority },
                },
            };
            await toServer.AuthenticateAsClientAsync(options, either.Token);
            await toClient.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, either.Token);
            ServerOctets = 0;
            ClientOctets = 0;
            Task up = CopyAsync(toClient, toServer, fault is { FromClient: true } ? fault : null, n => ClientOctets = n, either.Token);
            Task down = CopyAsync(toServer, toClient, fault is { FromClient: false } ? fault : null, n => ServerOctets = n, either.Token);
            await Task.WhenAny(up, down);
            await either.CancelAsync();
            await Task.WhenAll(up, down);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // Either side has gone, or this one was told to go.
        }
        finally
        {
            client.Dispose();
            server.Dispose();
        }
    }

    private async Task CopyAsync(Stream from, Stream to, Fault? fault, Action<long> passed, CancellationToken ct)
    {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        try
        {
            while (true)
            {
                int count = await from.ReadAsync(buffer, ct);
                if (count == 0)
                {
                    return;
                }

                // The fault's octet is in this piece when 0 <= at < count.
                long at = fault is null ? long.MaxValue : fault.At - total;
                int before = (int)Math.Clamp(at, 0, count);
                if (before > 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, before), ct);
                }

                if (before < count)
                {
                    switch (fault!.Kind)
                    {
                        case FaultKind.Cut:
                            passed(total + before);
                            return;
                        case FaultKind.Stall:
                            passed(total + before);
                            stalled.TrySetResult();
                            await Task.Delay(Timeout.Infinite, ct);
                            return;
                        case FaultKind.Corrupt when at >= 0:
                            buffer[before] ^= 0x15;
                            break;
                        case FaultKind.Delay when at >= 0:
                            await Task.Delay(Pause, ct);
                            break;
                        case FaultKind.Dribble:
                            for (; before < count; before++)
                            {
                                await to.WriteAsync(buffer.AsMemory(before, 1), ct);
                            }

                            break;
                    }

                    await to.WriteAsync(buffer.AsMemory(before, count - before), ct);
                }

                total += count;
                passed(total);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Gone.
        }
    }
}
