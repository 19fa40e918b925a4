using System;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Span forms of Encoding's members, which netstandard2.0 has only over pointers.</summary>
internal static class TextShims
{
    public static unsafe string Text(this Encoding encoding, ReadOnlySpan<byte> bytes)
    {
#if NETSTANDARD2_0
        if (bytes.IsEmpty)
        {
            return "";
        }

        fixed (byte* p = bytes)
        {
            return encoding.GetString(p, bytes.Length);
        }
#else
        return encoding.GetString(bytes);
#endif
    }

    public static unsafe int Chars(this Decoder decoder, ReadOnlySpan<byte> bytes, Span<char> chars, bool flush)
    {
#if NETSTANDARD2_0
        // The pointer form refuses null, which an empty span pins to.
        byte none = 0;
        char noChar = '\0';
        fixed (byte* b = bytes)
        fixed (char* c = chars)
        {
            return decoder.GetChars(b == null ? &none : b, bytes.Length, c == null ? &noChar : c, chars.Length, flush);
        }
#else
        return decoder.GetChars(bytes, chars, flush);
#endif
    }

    public static unsafe int Bytes(this Encoding encoding, ReadOnlySpan<char> text, Span<byte> bytes)
    {
#if NETSTANDARD2_0
        if (text.IsEmpty)
        {
            return 0;
        }

        fixed (char* c = text)
        fixed (byte* b = bytes)
        {
            return encoding.GetBytes(c, text.Length, b, bytes.Length);
        }
#else
        return encoding.GetBytes(text, bytes);
#endif
    }
}
