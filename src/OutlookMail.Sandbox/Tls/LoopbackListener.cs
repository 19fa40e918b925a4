using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Sandbox.Tls;

/// <summary>
/// Accepts TCP connections on loopback, on one port for 127.0.0.1 and, where the machine has it, ::1 ("localhost" may be
/// either). It can listen nowhere else.
/// </summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    // IPv6 has to be free at the very port that IPv4 was given.
    private const int PortAttempts = 20;

    private readonly List<TcpListener> listeners;
    private readonly CancellationTokenSource stopping = new();
    private readonly object gate = new();
    private readonly HashSet<Task> connections = [];
    private readonly HashSet<Socket> sockets = [];
    private Task[] loops = [];

    private LoopbackListener(List<TcpListener> listeners)
    {
        this.listeners = listeners;
        Port = ((IPEndPoint)listeners[0].LocalEndpoint).Port;
    }

    public int Port { get; }

    public int ConnectionCount
    {
        get
        {
            lock (gate)
            {
                return connections.Count;
            }
        }
    }

    /// <param name="port">0: any that is free.</param>
    public static LoopbackListener Open(int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            var first = new TcpListener(IPAddress.Loopback, port);
            first.Start(512);
            if (!Socket.OSSupportsIPv6)
            {
                return new LoopbackListener([first]);
            }

            var second = new TcpListener(IPAddress.IPv6Loopback, ((IPEndPoint)first.LocalEndpoint).Port);
            try
            {
                second.Server.DualMode = false;
                second.Start(512);
                return new LoopbackListener([first, second]);
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressAlreadyInUse || attempt == PortAttempts || port != 0)
            {
                // A machine with IPv6 in the kernel but no ::1 (containers): IPv4 alone will do.
                second.Dispose();
                return new LoopbackListener([first]);
            }
            catch (SocketException)
            {
                second.Dispose();
                first.Dispose();
            }
        }
    }

    /// <summary>Serves each connection by <paramref name="serve"/>; what it throws ends that connection only.</summary>
    public void Start(Func<Socket, CancellationToken, Task> serve)
    {
        var started = new Task[listeners.Count];
        for (int i = 0; i < started.Length; i++)
        {
            TcpListener listener = listeners[i];
            started[i] = Task.Run(() => AcceptAsync(listener, serve));
        }

        loops = started;
    }

    /// <summary>Closes every open connection at once, as a server that restarts does; new ones are taken.</summary>
    public void DropConnections()
    {
        lock (gate)
        {
            foreach (Socket socket in sockets)
            {
                socket.Dispose();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        foreach (TcpListener listener in listeners)
        {
            listener.Stop();
        }

        await Task.WhenAll(loops).ConfigureAwait(false);
        Task[] open;
        lock (gate)
        {
            foreach (Socket socket in sockets)
            {
                socket.Dispose();
            }

            open = [.. connections];
        }

        // Whatever ended a connection concerns nobody any more.
        await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener, Func<Socket, CancellationToken, Task> serve)
    {
        while (!stopping.IsCancellationRequested)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptSocketAsync(stopping.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            catch (SocketException)
            {
                // The peer gave up between SYN and accept, or the listener was closed: the loop's condition decides.
                continue;
            }

            socket.NoDelay = true;
            lock (gate)
            {
                sockets.Add(socket);
                Task connection = Task.Run(() => ServeAsync(socket, serve));
                connections.Add(connection);
                _ = connection.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private void Forget(Task connection)
    {
        lock (gate)
        {
            connections.Remove(connection);
        }
    }

    private async Task ServeAsync(Socket socket, Func<Socket, CancellationToken, Task> serve)
    {
        try
        {
            await serve(socket, stopping.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.IO.IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException)
        {
            // The peer left, did not like our certificate, or the sandbox stops: there is nobody to tell.
        }
        finally
        {
            lock (gate)
            {
                sockets.Remove(socket);
            }

            socket.Dispose();
        }
    }
}
