using System;
using System.Buffers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire;

/// <summary>Collects octets; a flush is one write to the stream, so that pipelined commands share a packet.</summary>
public sealed class WireOutput : IDisposable
{
    /// <summary>Above this a writer of long content should flush: four TLS records.</summary>
    public const int FlushThreshold = 64 * 1024;

    private static readonly TimeSpan CancelGrace = TimeSpan.FromMilliseconds(250);

    private readonly WireConnection _connection;
    private readonly IdleGuard _guard;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int _count;

    internal WireOutput(WireConnection connection)
    {
        _connection = connection;
        _guard = new IdleGuard(connection);
    }

    /// <summary>Octets waiting for a flush.</summary>
    public int Count => _count;

    /// <summary>Adds octets as they are. Nothing is traced.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(GetSpan(octets.Length));
        _count += octets.Length;
    }

    /// <summary>Room for at least <paramref name="size"/> octets behind what is there; follow with <see cref="Advance"/>.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_buffer.Length - _count < size)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(_count + size, _buffer.Length * 2));
            Buffer.BlockCopy(_buffer, 0, larger, 0, _count);
            // A token may have been in it.
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
            _buffer = larger;
        }

        return _buffer.AsSpan(_count);
    }

    public void Advance(int count)
    {
        if ((uint)count > (uint)(_buffer.Length - _count))
        {
            throw new ArgumentOutOfRangeException(nameof(count));
        }

        _count += count;
    }

    /// <summary>Adds an ASCII (or, with SMTPUTF8 and UTF8=ACCEPT, UTF-8) line and its CRLF, and traces it.</summary>
    /// <exception cref="ArgumentException">The text holds CR, LF or NUL: it would become a second command.</exception>
    public void WriteLine(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        WriteChecked(line);
        _connection.Trace?.Client(_buffer.AsSpan(_count - Encoding.UTF8.GetByteCount(line), Encoding.UTF8.GetByteCount(line)));
        Write("\r\n"u8);
    }

    /// <summary>Adds a line that ends in a secret, and its CRLF; the trace shows the secret's length.</summary>
    public void WriteSecretLine(string prefix, ReadOnlySpan<byte> secret)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (secret.IndexOfAny((byte)'\r', (byte)'\n', (byte)0) >= 0)
        {
            throw new ArgumentException("A line cannot hold CR, LF or NUL.", nameof(secret));
        }

        WriteChecked(prefix);
        Write(secret);
        Write("\r\n"u8);
        _connection.Trace?.ClientSecret(prefix, secret.Length);
    }

    /// <summary>Sends what was collected.</summary>
    /// <exception cref="ConnectionBrokenException">It could not be sent; how much the server saw is unknown.</exception>
    /// <exception cref="OperationCanceledException">
    /// Either nothing was sent and all is still collected, or the write did not end within 250 ms and the connection is broken.
    /// </exception>
    public ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_count == 0)
        {
            return default;
        }

        // Before anything is taken from the buffer: what a caller gave up is still there, whole.
        if (cancellationToken.IsCancellationRequested)
        {
            return new ValueTask(Task.FromCanceled(cancellationToken));
        }

        int count = _count;
        _count = 0;
        return SendBegunAsync(_buffer.AsMemory(0, count), cancellationToken);
    }

    /// <summary>Sends what was collected and then these octets, without copying them first.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (_count > 0)
        {
            await FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await SendBegunAsync(octets, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask SendBegunAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        _guard.Arm(_connection.Options.ResponseTimeout);
        try
        {
            // Half a command cannot be taken back: a write that has begun gets a moment to end.
            using CancellationTokenRegistration registration = cancellationToken.Register(static g => ((IdleGuard)g!).Arm(CancelGrace), _guard);
            await _connection.Stream.WriteAsync(octets, CancellationToken.None).ConfigureAwait(false);
            await _connection.Stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (WireInput.IsLoss(e))
        {
            bool timedOut = _guard.Expired;
            ConnectionBrokenException broken = _connection.Broken(e, timedOut);
            cancellationToken.ThrowIfCancellationRequested();
            throw broken;
        }
        finally
        {
            _guard.Disarm();
        }
    }

    /// <summary>Forgets what was collected and not sent.</summary>
    public void Clear() => _count = 0;

    public void Dispose()
    {
        _guard.Dispose();
        byte[] buffer = _buffer;
        _buffer = [];
        _count = 0;
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private void WriteChecked(string line)
    {
        if (line.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0)
        {
            throw new ArgumentException("A line cannot hold CR, LF or NUL.", nameof(line));
        }

        int most = Encoding.UTF8.GetMaxByteCount(line.Length);
        _count += Encoding.UTF8.GetBytes(line.AsSpan(), GetSpan(most));
    }
}
