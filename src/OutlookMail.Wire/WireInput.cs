using System;
using System.Buffers;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire;

/// <summary>
/// What has been received and not yet consumed, always in one piece. Spans from here are valid until the next
/// call that reads.
/// </summary>
public sealed class WireInput
{
    /// <summary>Four TLS records: fewer reads for a body, and a page of summaries in one.</summary>
    private const int InitialCapacity = 64 * 1024;

    /// <summary>A read into less room than this costs more than moving the rest to the front.</summary>
    private const int SmallestRead = 16 * 1024;

    /// <summary>In one <see cref="Timeout"/>, where no response ends: 137 octets a second with the default of two minutes. A slower server is not slow, it holds on.</summary>
    private const int LeastProgress = 16 * 1024;

    private readonly WireConnection _connection;
    private readonly IdleGuard _guard;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialCapacity);
    private int _start;
    private int _end;
    private Task<int>? _pending;
    private TimeSpan _timeout;
    private TimeSpan _waited;
    private int _came;

    internal WireInput(WireConnection connection)
    {
        _connection = connection;
        _guard = new IdleGuard(connection);
        Timeout = connection.Options.ResponseTimeout;
    }

    /// <summary>
    /// How long may be waited for a response to end, all its reads together, or for 16 KB more of it. A server that
    /// dribbles meets it as one that is silent does. IDLE and draining set it for their own while.
    /// </summary>
    public TimeSpan Timeout
    {
        get => _timeout;
        set
        {
            _timeout = value;
            Progressed();
        }
    }

    /// <summary>Octets received over the connection's life.</summary>
    public long TotalReceived { get; private set; }

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    public ReadOnlyMemory<byte> BufferedMemory => _buffer.AsMemory(_start, _end - _start);

    /// <summary>A response, or a piece of one that counts as such, has ended: the time for the next one begins.</summary>
    public void Progressed()
    {
        _waited = TimeSpan.Zero;
        _came = 0;
    }

    public void Advance(int count)
    {
        if ((uint)count > (uint)(_end - _start))
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        _start += count;
    }

    /// <summary>Waits for more octets.</summary>
    /// <exception cref="ConnectionBrokenException">The other side closed, or was silent too long.</exception>
    /// <exception cref="OperationCanceledException">The read stays in flight; nothing is lost.</exception>
    public async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (!await TryFillAsync(cancellationToken).ConfigureAwait(false))
        {
            throw _connection.Broken(null, timedOut: false);
        }
    }

    /// <summary>Waits for more octets; false when the other side closed.</summary>
    /// <exception cref="ConnectionBrokenException">The connection was lost, or the other side was silent too long.</exception>
    /// <exception cref="OperationCanceledException">The read stays in flight; nothing is lost.</exception>
    public ValueTask<bool> TryFillAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_pending is null)
        {
            MakeRoom();
            ValueTask<int> read;
            try
            {
                read = _connection.Stream.ReadAsync(_buffer.AsMemory(_end), CancellationToken.None);
            }
            catch (Exception e) when (IsLoss(e))
            {
                throw _connection.Broken(e, _guard.Expired);
            }

            if (read.IsCompletedSuccessfully)
            {
                return new ValueTask<bool>(Took(read.Result));
            }

            _pending = read.AsTask();
        }

        return AwaitPendingAsync(cancellationToken);
    }

    /// <summary>One line without its line end (CRLF, or a bare LF), consumed.</summary>
    /// <exception cref="ServerProtocolException">The line is longer than the limit.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(int limit, CancellationToken cancellationToken)
    {
        int scanned = 0;
        while (true)
        {
            int at = Buffered.Slice(scanned).IndexOf((byte)'\n');
            int length = at < 0 ? Length : scanned + at;
            if (length > limit)
            {
                throw new ServerProtocolException("in line: longer than the limit", Buffered);
            }

            if (at >= 0)
            {
                ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, length);
                _start += length + 1;
                Progressed();
                return length > 0 && line.Span[length - 1] == (byte)'\r' ? line.Slice(0, length - 1) : line;
            }

            scanned = Length;
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Drops everything received so far.</summary>
    internal void Clear()
    {
        if (_pending is not null)
        {
            throw new InvalidOperationException("A read is in flight.");
        }

        _start = _end = 0;
    }

    internal async ValueTask DisposeAsync()
    {
        _guard.Dispose();
        if (_pending is { } pending)
        {
            // The buffer may only go back to the pool when nobody writes into it any more.
            try
            {
                await pending.ConfigureAwait(false);
            }
            catch (Exception e) when (IsLoss(e))
            {
            }

            _pending = null;
        }

        byte[] buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    internal static bool IsLoss(Exception e) =>
        e is IOException or ObjectDisposedException or System.Net.Sockets.SocketException or OperationCanceledException
            or InvalidOperationException or NotSupportedException;

    private async ValueTask<bool> AwaitPendingAsync(CancellationToken cancellationToken)
    {
        Task<int> pending = _pending!;
        TimeProvider time = _connection.Options.Time;
        long began = time.GetTimestamp();
        _guard.Arm(Timeout > _waited ? Timeout - _waited : TimeSpan.Zero);
        int count;
        try
        {
            count = cancellationToken.CanBeCanceled
                ? await pending.WaitAsync(cancellationToken).ConfigureAwait(false)
                : await pending.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !pending.IsCanceled)
        {
            // The read may have ended meanwhile: the next wait takes what it gave.
            throw;
        }
        catch (Exception e) when (IsLoss(e))
        {
            _pending = null;
            throw _connection.Broken(e, _guard.Expired);
        }
        finally
        {
            _guard.Disarm();
            _waited += time.GetElapsedTime(began);
        }

        _pending = null;
        return Took(count);
    }

    private bool Took(int count)
    {
        if (count <= 0)
        {
            if (_connection.IsBroken)
            {
                // A read that our own disposal ended may look as if the other side had closed.
                throw _connection.Broken(new ObjectDisposedException(nameof(WireConnection)), _guard.Expired);
            }

            _connection.Abort();
            return false;
        }

        _end += count;
        TotalReceived += count;
        _came += count;
        if (_came >= LeastProgress)
        {
            Progressed();
        }

        return true;
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }

        if (_buffer.Length - _end >= SmallestRead)
        {
            return;
        }

        int held = _end - _start;
        if (_buffer.Length - held >= SmallestRead)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, held);
        }
        else
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(InitialCapacity, _buffer.Length * 2));
            Buffer.BlockCopy(_buffer, _start, larger, 0, held);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _start = 0;
        _end = held;
    }
}
