// .NET Framework's SslStream calls BeginRead, which a stream of ours would have to bring along: net8.0 only.
#if NET8_0_OR_GREATER
using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire;

/// <summary>
/// Between the socket and TLS: SslStream asks for one record at a time, which would be a system call, and where nothing
/// is there yet a hop to another thread, for each 16 KB. This reads what is there.
/// </summary>
internal sealed class ReadAheadStream : Stream
{
    /// <summary>Eight TLS records.</summary>
    private const int Capacity = 128 * 1024;

    private readonly Stream _inner;
    private readonly byte[] _buffer = new byte[Capacity];
    private int _start;
    private int _count;

    public ReadAheadStream(Stream inner) => _inner = inner;

    public Stream Inner => _inner;

    public bool IsEmpty => _count == 0;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_count > 0 || buffer.IsEmpty)
        {
            return new ValueTask<int>(Take(buffer.Span));
        }

        if (buffer.Length >= Capacity)
        {
            return _inner.ReadAsync(buffer, cancellationToken);
        }

        ValueTask<int> read = _inner.ReadAsync(_buffer, cancellationToken);
        return read.IsCompletedSuccessfully ? new ValueTask<int>(Refill(read.Result, buffer.Span)) : AwaitAsync(read, buffer);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _inner.WriteAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_count == 0 && count > 0)
        {
            _start = 0;
            _count = _inner.Read(_buffer, 0, Capacity);
        }

        return Take(buffer.AsSpan(offset, count));
    }

    public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

    public override void Flush() => _inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> AwaitAsync(ValueTask<int> read, Memory<byte> buffer) =>
        Refill(await read.ConfigureAwait(false), buffer.Span);

    private int Refill(int count, Span<byte> target)
    {
        _start = 0;
        _count = count;
        return Take(target);
    }

    private int Take(Span<byte> target)
    {
        int count = Math.Min(_count, target.Length);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        _count -= count;
        return count;
    }
}
#endif
