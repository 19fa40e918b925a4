using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire.Shims;

internal static class TcpClientSocket
{
    /// <exception cref="SocketException">No address of the host answered.</exception>
    public static async Task<Stream> ConnectAsync(WireEndpoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
#if NET8_0_OR_GREATER
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, cancellationToken).ConfigureAwait(false);
#else
            using CancellationTokenRegistration registration = cancellationToken.Register(static s => ((Socket)s).Dispose(), socket);
            try
            {
                await socket.ConnectAsync(endpoint.Host, endpoint.Port).ConfigureAwait(false);
            }
            catch (Exception e) when (cancellationToken.IsCancellationRequested && e is SocketException or ObjectDisposedException)
            {
                throw new OperationCanceledException(cancellationToken);
            }
#endif
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
