using System;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>A text as the body of a part: its charset, its transfer encoding, and its octets in it.</summary>
internal sealed class EncodedText
{
    private const int MaxLine = 998;

    private EncodedText(string charset, string transferEncoding, byte[] body)
    {
        Charset = charset;
        TransferEncoding = transferEncoding;
        Body = body;
    }

    public string Charset { get; }

    public string TransferEncoding { get; }

    public byte[] Body { get; }

    /// <summary>Line ends become CRLF; the encoding is the smallest that every relay passes unchanged.</summary>
    /// <param name="wanted">Used where it can write the text and keeps ASCII as it is (RFC 2046 §4.1.1 wants bare CRLFs);
    /// otherwise, and when it is null, UTF-8.</param>
    /// <exception cref="MimeFormatException">The text holds half of a surrogate pair.</exception>
    public static EncodedText Create(string text, Encoding? wanted = null)
    {
        byte[] octets;
        try
        {
            octets = Charsets.StrictUtf8Bytes(WithCrLf(text));
        }
        catch (EncoderFallbackException e)
        {
            throw new MimeFormatException("The text holds half of a surrogate pair.", e.Index);
        }

        bool isAscii = Ascii.IsAscii(octets);
        string charset = isAscii ? "us-ascii" : "utf-8";
        if (!isAscii && wanted != null && Written(WithCrLf(text), wanted) is byte[] written)
        {
            charset = wanted.WebName;
            octets = written;
        }

        if (isAscii && IsSafe(octets))
        {
            return new EncodedText(charset, "7bit", octets);
        }

        byte[] quoted = QuotedPrintableWriter.Encode(octets);
        return quoted.Length <= Base64Writer.EncodedLength(octets.Length)
            ? new EncodedText(charset, "quoted-printable", quoted)
            : new EncodedText(charset, "base64", Base64Writer.Encode(octets));
    }

    private static byte[]? Written(string text, Encoding wanted)
    {
        try
        {
            Encoding strict = Encoding.GetEncoding(wanted.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return strict.GetByteCount("\r\n") == 2 && !strict.WebName.StartsWith("utf-7", StringComparison.Ordinal) ? strict.GetBytes(text) : null;
        }
        catch (Exception e) when (e is EncoderFallbackException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    public static string WithCrLf(string text)
    {
        StringBuilder lines = new(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\r' or '\n')
            {
                lines.Append("\r\n");
                i += c == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? 1 : 0;
            }
            else
            {
                lines.Append(c);
            }
        }

        return lines.ToString();
    }

    /// <summary>RFC 2045 §2.7: no NUL, no long lines; nor what mailbox files and relays change: "From ", blanks at a line's end.</summary>
    private static bool IsSafe(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            int end = octets.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? octets : octets.Slice(0, end - 1);
            if (line.Length > MaxLine || line.StartsWith("From "u8) || (!line.IsEmpty && line[line.Length - 1] is (byte)' ' or (byte)'\t'))
            {
                return false;
            }

            foreach (byte octet in line)
            {
                if (octet is < 32 and not (byte)'\t' or 127)
                {
                    return false;
                }
            }

            octets = end < 0 ? default : octets.Slice(end + 1);
        }

        return true;
    }
}
