using System;
using System.IO;
using System.IO.Compression;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Wire;

// RFC 4978
/// <summary>Raw deflate in both directions over one stream; each flush ends in a sync flush, so that the other side can read it all.</summary>
public sealed class DeflateLayer : Stream
{
    private readonly Stream _inner;
    private readonly DeflateStream _reading;
    private readonly DeflateStream _writing;

    public DeflateLayer(Stream inner)
    {
        _inner = inner;
        _reading = new DeflateStream(inner, CompressionMode.Decompress, leaveOpen: true);
        _writing = new DeflateStream(inner, CompressionLevel.Fastest, leaveOpen: true);
    }

#if NET8_0_OR_GREATER
    public static bool IsSupported => true;
#else
    /// <summary>On .NET Framework DeflateStream.Flush does nothing, and a command would wait for ever.</summary>
    public static bool IsSupported { get; } = Environment.Version.Major >= 5;
#endif

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _reading.ReadAsync(buffer, offset, count, cancellationToken);

#if NET8_0_OR_GREATER
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _reading.ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _writing.WriteAsync(buffer, cancellationToken);
#endif

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _writing.WriteAsync(buffer, offset, count, cancellationToken);

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _writing.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) => _reading.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => _writing.Write(buffer, offset, count);

    public override void Flush() => _writing.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // Not the deflaters: their end marks would be written to a stream that may be gone.
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
