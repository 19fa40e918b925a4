using System;
using System.Buffers;
using System.Buffers.Text;

namespace OutlookMail.Mime;

/// <summary>Base64 of RFC 2045 §6.8: line ends and strange octets are passed over, padding in the middle starts anew.</summary>
internal sealed class Base64Decoder : ContentDecoder
{
    // Lines are put together to blocks of this many characters, so that the vectorised decoder sees long runs.
    private const int BlockLength = 16 * 1024;

    // Characters of a group that is not whole yet: up to three that a slow stretch left, up to three from a line's end.
    private readonly byte[] carried = new byte[8];
    private int pending;
    private int lineLength;

    public Base64Decoder(ReadOnlyMemory<byte> source)
        : base(source)
    {
    }

    public override int MaxRemaining => (int)(((long)base.MaxRemaining + pending + 3) / 4 * 3);

    public override int Read(Span<byte> room)
    {
        int written = 0;
        byte[] scratch = ArrayPool<byte>.Shared.Rent(BlockLength + 4);
        try
        {
            while (written == 0)
            {
                int capacity = Math.Min(BlockLength, (room.Length - written) / 3 * 4);
                int filled = Gather(scratch, capacity);
                if (filled == 0)
                {
                    return written;
                }

                written += Decode(scratch.AsSpan(0, filled), room.Slice(written));
            }

            return written;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>Copies whole lines' characters without their ends; a multiple of four unless the source ends.</summary>
    private int Gather(byte[] scratch, int capacity)
    {
        int filled = pending;
        carried.AsSpan(0, pending).CopyTo(scratch);
        pending = 0;
        ReadOnlySpan<byte> source = Rest;
        int at = 0;
        while (filled < capacity && at < source.Length)
        {
            ReadOnlySpan<byte> rest = source.Slice(at);
            int length = LengthOfLine(rest, out int next);
            int room = capacity - filled;
            if (length > room)
            {
                rest.Slice(0, room).CopyTo(scratch.AsSpan(filled));
                filled += room;
                at += room;
                break;
            }

            rest.Slice(0, length).CopyTo(scratch.AsSpan(filled));
            filled += length;
            at += next;
        }

        Position += at;
        int odd = filled & 3;
        if (odd > 0 && at < source.Length)
        {
            scratch.AsSpan(filled - odd, odd).CopyTo(carried);
            pending = odd;
            filled -= odd;
        }

        return filled;
    }

    /// <param name="next">Where the line after it starts.</param>
    private int LengthOfLine(ReadOnlySpan<byte> rest, out int next)
    {
        // Lines are as long as the one before, nearly always. Should an end of line stand before that, the decoder meets it
        // and passes over it.
        if (lineLength > 0 && rest.Length > lineLength + 1 && rest[lineLength] == (byte)'\r' && rest[lineLength + 1] == (byte)'\n')
        {
            next = lineLength + 2;
            return lineLength;
        }

        int length = rest.IndexOf((byte)'\n');
        next = length < 0 ? rest.Length : length + 1;
        length = length < 0 ? rest.Length : length;
        while (length > 0 && rest[length - 1] is (byte)'\r' or (byte)' ' or (byte)'\t')
        {
            length--;
        }

        lineLength = length;
        return length;
    }

    private int Decode(ReadOnlySpan<byte> characters, Span<byte> room)
    {
        OperationStatus status = Base64.DecodeFromUtf8(characters, room, out int consumed, out int produced, isFinalBlock: true);

        // Blanks, strange octets, missing or early padding: the rest of this stretch goes character by character.
        return status == OperationStatus.Done ? produced : produced + DecodeSlowly(characters.Slice(consumed), room.Slice(produced));
    }

    private int DecodeSlowly(ReadOnlySpan<byte> characters, Span<byte> room)
    {
        int written = 0;
        Span<byte> group = stackalloc byte[4];
        int count = 0;
        foreach (byte c in characters)
        {
            if (Base64Alphabet.Value(c) >= 0)
            {
                group[count++] = c;
                if (count == 4)
                {
                    written += EndGroup(group, 4, room.Slice(written));
                    count = 0;
                }
            }
            else if (c == (byte)'=')
            {
                written += EndGroup(group, count, room.Slice(written));
                count = 0;
            }
            else if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r'))
            {
                Problem = "octets outside the base64 alphabet";
                Rule = "RFC 2045 §6.8";
            }
        }

        if (count > 0 && Rest.IsEmpty && pending == 0)
        {
            Problem ??= "base64 ends within a group";
            Rule = "RFC 2045 §6.8";
            return written + EndGroup(group, count, room.Slice(written));
        }

        carried.AsSpan(0, pending).CopyTo(carried.AsSpan(count));
        group.Slice(0, count).CopyTo(carried);
        pending += count;
        return written;
    }

    private static int EndGroup(ReadOnlySpan<byte> group, int count, Span<byte> room)
    {
        uint bits = 0;
        for (int i = 0; i < 4; i++)
        {
            bits = (bits << 6) | (i < count ? (uint)Base64Alphabet.Value(group[i]) : 0);
        }

        for (int i = 0; i < count - 1; i++)
        {
            room[i] = (byte)(bits >> (16 - (8 * i)));
        }

        return Math.Max(count - 1, 0);
    }
}
