using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire.Shims;

internal static class TcpClientSocket
{
    /// <summary>True when nothing is there to be read off a connected stream, not even that the other side has closed; false when it is not known.</summary>
    public static bool IsQuiet(Stream connected)
    {
#if NET8_0_OR_GREATER
        try
        {
            return connected is ReadAheadStream { IsEmpty: true, Inner: NetworkStream stream } && !stream.Socket.Poll(0, SelectMode.SelectRead);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
#else
        return false;
#endif
    }

    /// <exception cref="SocketException">No address of the host answered.</exception>
    public static async Task<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
#if NET8_0_OR_GREATER
            if (PromptNetworkStream.IsSupported)
            {
                await ConnectOnPoolAsync(socket, host, port, cancellationToken).ConfigureAwait(false);
                return new ReadAheadStream(new PromptNetworkStream(socket));
            }

            await socket.ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
            return new ReadAheadStream(new NetworkStream(socket, ownsSocket: true));
#else
            using CancellationTokenRegistration registration = cancellationToken.Register(static s => ((Socket)s).Dispose(), socket);
            try
            {
                await socket.ConnectAsync(host, port).ConfigureAwait(false);
            }
            catch (Exception e) when (cancellationToken.IsCancellationRequested && e is SocketException or ObjectDisposedException)
            {
                throw new OperationCanceledException(cancellationToken);
            }

            return new NetworkStream(socket, ownsSocket: true);
#endif
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
#if NET8_0_OR_GREATER

    // Socket.ConnectAsync would leave the socket non-blocking.
    private static async Task ConnectOnPoolAsync(Socket socket, string host, int port, CancellationToken cancellationToken)
    {
        Task connecting = Task.Run(() => socket.Connect(host, port), cancellationToken);
        try
        {
            // Name resolution cannot be stopped: it is left to end by itself, and its socket is gone then.
            await connecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _ = connecting.ContinueWith(static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
#endif
}
