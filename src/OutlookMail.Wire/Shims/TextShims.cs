// What System.Text and the argument checks offer on net8.0 and not on netstandard2.0, under the same names.
#if !NET8_0_OR_GREATER
using System;
using System.Text;

namespace OutlookMail;

internal static class TextShims
{
    extension(ArgumentNullException)
    {
        public static void ThrowIfNull(object? argument, string? paramName = null)
        {
            if (argument is null)
            {
                throw new ArgumentNullException(paramName);
            }
        }
    }

    public static unsafe string GetString(this Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return string.Empty;
        }

        fixed (byte* first = bytes)
        {
            return encoding.GetString(first, bytes.Length);
        }
    }

    public static unsafe int GetBytes(this Encoding encoding, ReadOnlySpan<char> chars, Span<byte> bytes)
    {
        if (chars.IsEmpty)
        {
            return 0;
        }

        fixed (char* from = chars)
        fixed (byte* to = bytes)
        {
            return encoding.GetBytes(from, chars.Length, to, bytes.Length);
        }
    }

    public static bool Contains(this string text, char value) => text.IndexOf(value) >= 0;

    public static bool StartsWith(this string text, char value) => text.Length > 0 && text[0] == value;

    public static bool EndsWith(this string text, char value) => text.Length > 0 && text[^1] == value;
}
#endif
