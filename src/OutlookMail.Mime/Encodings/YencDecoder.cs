using System;

namespace OutlookMail.Mime;

/// <summary>yEnc 1.3: every octet is moved by 42, critical ones escaped by "="; =ybegin, =ypart and =yend lines around.</summary>
internal sealed class YencDecoder : ContentDecoder
{
    private bool begun;
    private bool ended;
    private bool atLineStart = true;

    public YencDecoder(ReadOnlyMemory<byte> source)
        : base(source)
    {
    }

    public override int Read(Span<byte> room)
    {
        int written = 0;
        while (!ended && written < room.Length)
        {
            ReadOnlySpan<byte> rest = Rest;
            if (rest.IsEmpty)
            {
                break;
            }

            if (atLineStart && (!begun || rest.StartsWith("=y"u8)))
            {
                TakeKeywordLine(rest);
                continue;
            }

            byte value = rest[0];
            int used = 1;
            if (value is (byte)'\r' or (byte)'\n')
            {
                atLineStart = value == (byte)'\n';
                Position++;
                continue;
            }

            atLineStart = false;
            if (value == (byte)'=' && rest.Length > 1)
            {
                value = (byte)(rest[1] - 64);
                used = 2;
            }

            room[written++] = (byte)(value - 42);
            Position += used;
        }

        return written;
    }

    private void TakeKeywordLine(ReadOnlySpan<byte> rest)
    {
        int length = rest.IndexOf((byte)'\n');
        Position += length < 0 ? rest.Length : length + 1;
        begun |= rest.StartsWith("=ybegin "u8);
        ended = rest.StartsWith("=yend"u8);
    }
}
