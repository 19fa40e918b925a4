using System;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Octets of a text in a declared, missing or wrong charset to a string. Never throws.</summary>
internal static class TextDecoding
{
    /// <param name="problem">What was wrong with the declaration; null when nothing was.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset, out string? problem)
    {
        problem = null;
        if (Mark(bytes) is (Encoding marked, int skip))
        {
            return marked.Text(bytes.Slice(skip));
        }

        Encoding? encoding = Charsets.Find(charset);
        if (encoding == null)
        {
            problem = charset == null ? null : "unknown charset";
            return Charsets.Guess(bytes);
        }

        // UTF-16 declared over single octets: the label is wrong, since ASCII text in UTF-16 is full of NULs.
        if (encoding.CodePage is 1200 or 1201 && bytes.IndexOf((byte)0) < 0 && Ascii.IsAscii(bytes))
        {
            problem = "text is not in its declared charset";
            return Charsets.Western.Text(bytes);
        }

        // 8-bit octets under a 7-bit or Western label are UTF-8 if they are valid UTF-8: a chance hit is next to impossible.
        if (encoding.CodePage == 1252 && !Ascii.IsAscii(bytes) && IsAsciiName(charset!))
        {
            problem = "8-bit text declared as us-ascii";
            return Charsets.Guess(bytes);
        }

        string text = encoding.Text(bytes);

        // Looked at only where the decoder had to put something in.
        if (encoding.CodePage == 65001 && text.AsSpan().IndexOf('\uFFFD') >= 0 && !Charsets.IsUtf8(bytes))
        {
            problem = "text is not valid UTF-8";
        }

        return text;
    }

    private static bool IsAsciiName(string charset) =>
        charset.Trim().EndsWith("ascii", StringComparison.OrdinalIgnoreCase);

    private static (Encoding Encoding, int Length)? Mark(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF)
        {
            return (Charsets.Utf8, 3);
        }

        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE)
        {
            return (Encoding.Unicode, 2);
        }

        return bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF ? (Encoding.BigEndianUnicode, 2) : null;
    }
}
