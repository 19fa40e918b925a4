using System;
using System.Buffers.Text;

namespace OutlookMail.Mime;

/// <summary>Base64 in lines of 76 characters, each ended by CRLF (RFC 2045 §6.8).</summary>
internal static class Base64Writer
{
    /// <summary>Octets in one full line.</summary>
    public const int LineOctets = 57;

    private const int LineLength = 76;

    public static long EncodedLength(long octets)
    {
        long whole = octets / LineOctets;
        long rest = octets % LineOctets;
        return (whole * (LineLength + 2)) + (rest == 0 ? 0 : ((rest + 2) / 3 * 4) + 2);
    }

    /// <summary>Encodes whole lines, and a last short one; returns the octets written.</summary>
    public static int Encode(ReadOnlySpan<byte> octets, Span<byte> lines)
    {
        int written = 0;
        while (!octets.IsEmpty)
        {
            int count = Math.Min(LineOctets, octets.Length);
            Base64.EncodeToUtf8(octets.Slice(0, count), lines.Slice(written), out _, out int produced);
            written += produced;
            lines[written++] = (byte)'\r';
            lines[written++] = (byte)'\n';
            octets = octets.Slice(count);
        }

        return written;
    }

    public static byte[] Encode(ReadOnlySpan<byte> octets)
    {
        byte[] lines = new byte[EncodedLength(octets.Length)];
        Encode(octets, lines);
        return lines;
    }
}
