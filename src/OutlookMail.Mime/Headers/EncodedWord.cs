using System;

namespace OutlookMail.Mime;

/// <summary>One `=?charset?B?text?=` of RFC 2047 §2, found in a header's text.</summary>
internal readonly struct EncodedWord
{
    // RFC 2047 §2 allows 75 characters in all; a name this long is none.
    private const int MaxCharsetLength = 75;

    private EncodedWord(string charset, bool isBase64, int textStart, int textEnd)
    {
        Charset = charset;
        IsBase64 = isBase64;
        TextStart = textStart;
        TextEnd = textEnd;
    }

    public string Charset { get; }

    public bool IsBase64 { get; }

    public int TextStart { get; }

    public int TextEnd { get; }

    /// <summary>One past the closing `?=`.</summary>
    public int End => TextEnd + 2;

    /// <param name="start">Where `=?` stands.</param>
    public static bool TryParse(ReadOnlySpan<char> text, int start, out EncodedWord word)
    {
        word = default;
        ReadOnlySpan<char> rest = text.Slice(start + 2);
        int charsetEnd = rest.Slice(0, Math.Min(rest.Length, MaxCharsetLength)).IndexOf('?');
        if (charsetEnd <= 0 || rest.Length < charsetEnd + 3 || rest[charsetEnd + 2] != '?')
        {
            return false;
        }

        bool isBase64 = rest[charsetEnd + 1] is 'B' or 'b';
        if (!isBase64 && rest[charsetEnd + 1] is not ('Q' or 'q'))
        {
            return false;
        }

        // RFC 2231 §5: a language may follow the charset.
        ReadOnlySpan<char> charset = rest.Slice(0, charsetEnd);
        int language = charset.IndexOf('*');
        charset = language < 0 ? charset : charset.Slice(0, language);
        int textStart = charsetEnd + 3;
        int end = FindEnd(rest, textStart);
        if (end < 0)
        {
            return false;
        }

        word = new EncodedWord(charset.ToString(), isBase64, start + 2 + textStart, start + 2 + end);
        return true;
    }

    /// <summary>Writes the word's octets; the buffer has room for one octet for each character of the text.</summary>
    public int Decode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        ReadOnlySpan<char> encoded = text.Slice(TextStart, TextEnd - TextStart);
        return IsBase64 ? DecodeB(encoded, bytes) : DecodeQ(encoded, bytes);
    }

    /// <summary>`?=` may only close the word; a question mark inside Q text is a fault that some mailers commit.</summary>
    private static int FindEnd(ReadOnlySpan<char> rest, int from)
    {
        while (true)
        {
            int mark = rest.Slice(from).IndexOf('?');
            if (mark < 0 || from + mark + 1 >= rest.Length)
            {
                return -1;
            }

            from += mark;
            if (rest[from + 1] == '=')
            {
                return from;
            }

            // A new word starts: the old one was never closed.
            if (from > 0 && rest[from - 1] == '=')
            {
                return -1;
            }

            from++;
        }
    }

    private static int DecodeQ(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '_')
            {
                bytes[written++] = (byte)' ';
            }
            else if (c == '=' && i + 2 < text.Length && Ascii.HexValue(text[i + 1]) >= 0 && Ascii.HexValue(text[i + 2]) >= 0)
            {
                bytes[written++] = (byte)((Ascii.HexValue(text[i + 1]) << 4) | Ascii.HexValue(text[i + 2]));
                i += 2;
            }
            else
            {
                bytes[written++] = c < 0x100 ? (byte)c : (byte)'?';
            }
        }

        return written;
    }

    private static int DecodeB(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        int written = 0;
        uint pending = 0;
        int bits = 0;
        foreach (char c in text)
        {
            int value = c < 0x80 ? Base64Alphabet.Value((byte)c) : -1;
            if (value < 0)
            {
                if (c == '=')
                {
                    bits = 0;
                }

                continue;
            }

            pending = (pending << 6) | (uint)value;
            bits += 6;
            if (bits >= 8)
            {
                bits -= 8;
                bytes[written++] = (byte)(pending >> bits);
            }
        }

        return written;
    }
}
