using System;
using System.IO;

namespace OutlookMail.Mime;

/// <summary>The decoded content of a part, decoded as it is read.</summary>
internal sealed class ContentStream : Stream
{
    // Decoders want room for a whole group or uuencoded line.
    private const int MinRoom = 512;

    private readonly ContentDecoder decoder;
    private readonly Action<ContentDecoder> ended;
    private byte[]? spare;
    private int spareStart;
    private int spareEnd;
    private bool isAtEnd;

    public ContentStream(ContentDecoder decoder, Action<ContentDecoder> ended)
    {
        this.decoder = decoder;
        this.ended = ended;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Fill(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Fill(Span<byte> room)
    {
        if (room.IsEmpty)
        {
            return 0;
        }

        if (spareStart < spareEnd)
        {
            int count = Math.Min(room.Length, spareEnd - spareStart);
            spare.AsSpan(spareStart, count).CopyTo(room);
            spareStart += count;
            return count;
        }

        if (room.Length >= MinRoom)
        {
            return Decode(room);
        }

        spare ??= new byte[4096];
        spareStart = 0;
        spareEnd = Decode(spare);
        return spareEnd == 0 ? 0 : Fill(room);
    }

    private int Decode(Span<byte> room)
    {
        if (isAtEnd)
        {
            return 0;
        }

        int count = decoder.Read(room);
        if (count == 0)
        {
            isAtEnd = true;
            ended(decoder);
        }

        return count;
    }
}
