#if NET8_0_OR_GREATER
using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire.Shims;

/// <summary>
/// Reads and writes synchronously as long as the server answers promptly. The first asynchronous operation makes a Unix
/// socket non-blocking for good, and every later answer then comes by way of the epoll thread and the thread pool: measured
/// at 500 small mails on loopback, 38 ms against 28 ms (the bare socket: 29 ms), and twice the processor time for a
/// listing. So no operation is ever asynchronous: a long wait gets a thread of its own.
/// </summary>
internal sealed class PromptNetworkStream : NetworkStream
{
    /// <summary>How long the caller's thread may be held, until the server is known to be slow.</summary>
    private const int PatienceMilliseconds = 50;

    /// <summary>
    /// And from then on: a far server would hold a thread of the pool for most of each round trip. Cancellation and
    /// timeouts come at most this much later.
    /// </summary>
    private const int ImpatienceMilliseconds = 5;

    /// <summary>A receive is a few frames.</summary>
    private const int WaiterStack = 256 * 1024;

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
        try
        {
            int count = Socket.Receive(buffer.Span, SocketFlags.None, out SocketError error);
            return error switch
            {
                SocketError.Success => new ValueTask<int>(count),
                SocketError.TimedOut or SocketError.WouldBlock => new ValueTask<int>(WaitAsync(buffer, cancellationToken)),
                _ => ValueTask.FromException<int>(Lost(error)),
            };
        }
        catch (Exception e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
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

    private static IOException Lost(SocketError error) => new("The connection was lost.", new SocketException((int)error));

    /// <summary>Cancelled, it leaves the receive in flight: the socket is good for nothing but disposal then.</summary>
    private Task<int> WaitAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        // On a thread of the pool, a few connections that wait in IDLE would leave none for the others.
        var received = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Wait(buffer, received), WaiterStack) { IsBackground = true, Name = "OutlookMail socket" }.UnsafeStart();
        return cancellationToken.CanBeCanceled ? received.Task.WaitAsync(cancellationToken) : received.Task;
    }

    private void Wait(Memory<byte> buffer, TaskCompletionSource<int> received)
    {
        try
        {
            // Returns when something is there, the other side closes, or the socket is disposed.
            Socket.ReceiveTimeout = Timeout.Infinite;
            int count = Socket.Receive(buffer.Span, SocketFlags.None, out SocketError error);
            if (error == SocketError.Success)
            {
                Socket.ReceiveTimeout = ImpatienceMilliseconds;
                received.SetResult(count);
            }
            else
            {
                received.SetException(Lost(error));
            }
        }
        catch (Exception e)
        {
            received.SetException(e);
        }
    }
}
#endif
