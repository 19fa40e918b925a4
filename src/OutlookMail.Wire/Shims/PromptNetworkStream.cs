#if NET8_0_OR_GREATER
using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire.Shims;

/// <summary>
/// Reads and writes synchronously as long as the server answers promptly. The first asynchronous operation makes a Unix
/// socket non-blocking for good, and every answer then comes by way of the epoll thread and the thread pool: measured at
/// 500 small mails on loopback, 38 ms against 28 ms (the bare socket: 29 ms).
/// </summary>
internal sealed class PromptNetworkStream : NetworkStream
{
    // How long a thread may be held. A server further away than this answers asynchronously from its first delay on; there
    // the difference is lost in the round trip. Cancellation and timeouts come at most this much later.
    private const int PatienceMilliseconds = 50;

    private volatile bool _isAsynchronous;

    /// <param name="socket">Connected, and never used asynchronously.</param>
    public PromptNetworkStream(Socket socket)
        : base(socket, ownsSocket: true)
    {
        socket.ReceiveTimeout = PatienceMilliseconds;
    }

    /// <summary>Winsock leaves a socket unusable after a receive that timed out, and has no such cost to avoid.</summary>
    public static bool IsSupported => !OperatingSystem.IsWindows();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isAsynchronous && buffer.Length > 0)
        {
            int count = Socket.Receive(buffer.Span, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                return new ValueTask<int>(count);
            }

            // Whatever else it is comes again below, as the exception that callers know.
            _isAsynchronous = true;
        }

        return base.ReadAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_isAsynchronous)
        {
            return base.WriteAsync(buffer, cancellationToken);
        }

        try
        {
            // Whoever gives up waiting disposes the socket, which ends this.
            Write(buffer.Span);
            return default;
        }
        catch (Exception e)
        {
            return ValueTask.FromException(e);
        }
    }
}
#endif
