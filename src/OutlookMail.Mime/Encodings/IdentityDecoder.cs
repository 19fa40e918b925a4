using System;

namespace OutlookMail.Mime;

internal sealed class IdentityDecoder : ContentDecoder
{
    public IdentityDecoder(ReadOnlyMemory<byte> source)
        : base(source)
    {
    }

    public override int Read(Span<byte> room)
    {
        ReadOnlySpan<byte> rest = Rest;
        int count = Math.Min(rest.Length, room.Length);
        rest.Slice(0, count).CopyTo(room);
        Position += count;
        return count;
    }
}
