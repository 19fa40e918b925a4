using System;
using System.IO;

namespace OutlookMail.Client;

/// <summary>The next octets of a stream, and no more. Closes it.</summary>
internal sealed class PartStream : Stream
{
    private readonly Stream inner;
    private readonly IDisposable? owner;
    private long left;

    /// <param name="owner">Closed with it; null for nothing more than the stream itself.</param>
    public PartStream(Stream inner, long length, IDisposable? owner = null)
    {
        this.inner = inner;
        this.owner = owner;
        left = length;
        Length = length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => Length - left;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, (int)Math.Min(count, left));
        left -= read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            owner?.Dispose();
        }

        base.Dispose(disposing);
    }
}
