using System;

namespace OutlookMail.Mime;

/// <summary>uuencode (POSIX uuencode, historical alphabet): lines of up to 45 octets between "begin" and "end".</summary>
internal sealed class UuDecoder : ContentDecoder
{
    private bool begun;
    private bool ended;

    public UuDecoder(ReadOnlyMemory<byte> source)
        : base(source)
    {
    }

    public override int Read(Span<byte> room)
    {
        int written = 0;
        while (!ended && room.Length - written >= 63)
        {
            ReadOnlySpan<byte> rest = Rest;
            if (rest.IsEmpty)
            {
                break;
            }

            int length = rest.IndexOf((byte)'\n');
            Position += length < 0 ? rest.Length : length + 1;
            ReadOnlySpan<byte> line = length < 0 ? rest : rest.Slice(0, length);
            line = TrimEnd(line);
            if (!begun && !LooksLikeData(line))
            {
                // The begin line itself, and anything before it.
                begun = line.StartsWith("begin "u8);
                continue;
            }

            begun = true;
            if (line.IsEmpty || line.SequenceEqual("end"u8))
            {
                ended = line.Length == 3;
                continue;
            }

            written += DecodeLine(line, room.Slice(written));
        }

        return written;
    }

    private static bool LooksLikeData(ReadOnlySpan<byte> line) =>
        !line.IsEmpty && line[0] is > 32 and <= 77 && line.Length - 1 >= ((((line[0] - 32) & 63) + 2) / 3 * 4) && !line.StartsWith("begin"u8);

    private int DecodeLine(ReadOnlySpan<byte> line, Span<byte> room)
    {
        int octets = (line[0] - 32) & 63;
        int written = 0;
        for (int i = 1; written < octets; i += 4)
        {
            // Trailing blanks, which are zeros, may have been cut on the way.
            int a = Value(line, i);
            int b = Value(line, i + 1);
            int c = Value(line, i + 2);
            int d = Value(line, i + 3);
            room[written++] = (byte)((a << 2) | (b >> 4));
            if (written < octets)
            {
                room[written++] = (byte)((b << 4) | (c >> 2));
            }

            if (written < octets)
            {
                room[written++] = (byte)((c << 6) | d);
            }
        }

        if (line.Length < 2 && octets > 0)
        {
            Problem = "uuencoded line is cut short";
            Rule = "POSIX uuencode";
        }

        return written;
    }

    private static int Value(ReadOnlySpan<byte> line, int index) => index < line.Length ? (line[index] - 32) & 63 : 0;

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line) =>
        line.Length > 0 && line[line.Length - 1] == (byte)'\r' ? line.Slice(0, line.Length - 1) : line;
}
