using System;
using System.IO;

namespace OutlookMail.Mime;

/// <summary>Text as quoted-printable (RFC 2045 §6.7): lines of at most 76, line ends kept as CRLF.</summary>
internal static class QuotedPrintableWriter
{
    private const int MaxLine = 76;

    /// <param name="text">Octets whose lines end in CRLF.</param>
    public static byte[] Encode(ReadOnlySpan<byte> text)
    {
        MemoryStream encoded = new(text.Length + (text.Length / 8) + 16);
        int column = 0;
        for (int i = 0; i < text.Length; i++)
        {
            byte octet = text[i];
            bool isLineEnd = octet == (byte)'\r' && i + 1 < text.Length && text[i + 1] == (byte)'\n';
            if (isLineEnd)
            {
                encoded.WriteByte((byte)'\r');
                encoded.WriteByte((byte)'\n');
                column = 0;
                i++;
                continue;
            }

            bool endsLine = i + 1 == text.Length || (text[i + 1] == (byte)'\r' && i + 2 < text.Length && text[i + 2] == (byte)'\n');
            bool isPlain = octet is > 32 and < 127 and not (byte)'=' || (octet is (byte)' ' or (byte)'\t' && !endsLine);

            // A dot or "From " at a line's start is what relays and mailbox files trip over.
            if (column == 0 && (octet == (byte)'.' || (octet == (byte)'F' && text.Slice(i).StartsWith("From "u8))))
            {
                isPlain = false;
            }

            int width = isPlain ? 1 : 3;
            if (column + width > (endsLine ? MaxLine : MaxLine - 1))
            {
                encoded.WriteByte((byte)'=');
                encoded.WriteByte((byte)'\r');
                encoded.WriteByte((byte)'\n');
                column = 0;
            }

            if (isPlain)
            {
                encoded.WriteByte(octet);
            }
            else
            {
                encoded.WriteByte((byte)'=');
                encoded.WriteByte("0123456789ABCDEF"u8[octet >> 4]);
                encoded.WriteByte("0123456789ABCDEF"u8[octet & 15]);
            }

            column += width;
        }

        return encoded.ToArray();
    }
}
