using System;
using System.Buffers;
using System.IO;

namespace OutlookMail.Client;

/// <summary>Reads a text with every line end as CRLF, as APPEND wants it; closes what it reads from.</summary>
internal sealed class CrLfStream : Stream
{
    private const int BufferSize = 16 * 1024;

    private readonly Stream inner;
    private byte[] input = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int at;
    private int filled;
    private bool afterReturn;
    private bool owesLineFeed;

    public CrLfStream(Stream inner) => this.inner = inner;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var written = 0;
        while (written < count)
        {
            if (owesLineFeed)
            {
                buffer[offset + written++] = (byte)'\n';
                owesLineFeed = false;
                continue;
            }

            if (at == filled)
            {
                filled = inner.Read(input, 0, input.Length);
                at = 0;
                if (filled == 0)
                {
                    break;
                }
            }

            var octet = input[at];
            if (octet == '\n')
            {
                at++;
                if (afterReturn)
                {
                    buffer[offset + written++] = octet;
                }
                else
                {
                    buffer[offset + written++] = (byte)'\r';
                    owesLineFeed = true;
                }

                afterReturn = false;
                continue;
            }

            var end = Array.IndexOf(input, (byte)'\n', at, filled - at);
            var length = Math.Min((end < 0 ? filled : end) - at, count - written);
            Buffer.BlockCopy(input, at, buffer, offset + written, length);
            at += length;
            written += length;
            afterReturn = input[at - 1] == '\r';
        }

        return written;
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
            ArrayPool<byte>.Shared.Return(input);
            input = Array.Empty<byte>();
            at = filled = 0;
        }

        base.Dispose(disposing);
    }
}
