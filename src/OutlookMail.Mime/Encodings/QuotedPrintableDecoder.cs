using System;

namespace OutlookMail.Mime;

/// <summary>Quoted-printable of RFC 2045 §6.7. Blanks at a line's end were added on the way and go (rule 3);
/// an equals sign that starts nothing stays as it is.</summary>
internal sealed class QuotedPrintableDecoder : ContentDecoder
{
    public QuotedPrintableDecoder(ReadOnlyMemory<byte> source)
        : base(source)
    {
    }

    public override int Read(Span<byte> room)
    {
        int written = 0;
        while (written == 0 && !Rest.IsEmpty)
        {
            // The content is never longer than its encoding, so a stretch as long as the room always fits.
            ReadOnlySpan<byte> rest = Rest;
            ReadOnlySpan<byte> stretch = rest;
            if (rest.Length > room.Length)
            {
                stretch = WholeLines(rest.Slice(0, room.Length));
            }

            written = Decode(stretch, room);
            Position += stretch.Length;
        }

        return written;
    }

    /// <summary>Cuts where nothing is torn: after a line end, else before trailing blanks or a begun escape.</summary>
    private static ReadOnlySpan<byte> WholeLines(ReadOnlySpan<byte> stretch)
    {
        int lineEnd = stretch.LastIndexOf((byte)'\n');
        if (lineEnd >= 0)
        {
            return stretch.Slice(0, lineEnd + 1);
        }

        int end = stretch.Length;
        int escape = stretch.Slice(Math.Max(0, end - 2)).LastIndexOf((byte)'=');
        end = escape >= 0 ? Math.Max(0, end - 2) + escape : end;
        while (end > 0 && stretch[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            end--;
        }

        return end == 0 ? stretch : stretch.Slice(0, end);
    }

    private int Decode(ReadOnlySpan<byte> rest, Span<byte> room)
    {
        int written = 0;
        while (true)
        {
            int copied = StretchCopier.CopyUntil(rest, room.Slice(written), (byte)'=', (byte)'\n');
            if (copied < rest.Length && rest[copied] == (byte)'=')
            {
                written += copied;
                rest = rest.Slice(copied);
                rest = rest.Slice(TakeEscapes(rest, room, ref written));
                continue;
            }

            // The blanks that an escape stood for are not among those copied, and stay.
            bool hasReturn = copied > 0 && rest[copied - 1] == (byte)'\r';
            written += WithoutBlanks(rest.Slice(0, copied));
            if (copied == rest.Length)
            {
                return written;
            }

            if (hasReturn)
            {
                room[written++] = (byte)'\r';
            }

            room[written++] = (byte)'\n';
            rest = rest.Slice(copied + 1);
        }
    }

    /// <summary>Octets of the escapes at the start of the span: letters beyond ASCII come as several in a row.</summary>
    private int TakeEscapes(ReadOnlySpan<byte> rest, Span<byte> room, ref int written)
    {
        int at = 0;
        while (at + 2 < rest.Length && rest[at] == (byte)'=')
        {
            int value = HexPair.Value(rest[at + 1], rest[at + 2]);
            if (value < 0)
            {
                break;
            }

            room[written++] = (byte)value;
            at += 3;
        }

        return at > 0 ? at : TakeOther(rest, room, ref written);
    }

    private int TakeOther(ReadOnlySpan<byte> rest, Span<byte> room, ref int written)
    {
        // A soft line break (rule 5), blanks after it forgiven.
        int at = 1;
        while (at < rest.Length && rest[at] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            at++;
        }

        if (at == rest.Length || rest[at] == (byte)'\n')
        {
            return Math.Min(at + 1, rest.Length);
        }

        Problem = "equals sign that starts no escape";
        Rule = "RFC 2045 §6.7";
        room[written++] = (byte)'=';
        return 1;
    }

    private static int WithoutBlanks(ReadOnlySpan<byte> line)
    {
        int end = line.Length;
        while (end > 0 && line[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            end--;
        }

        return end;
    }
}
