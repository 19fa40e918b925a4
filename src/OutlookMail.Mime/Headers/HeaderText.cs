using System;
using System.Buffers;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Text of header fields as a reader sees it: unfolded, encoded words decoded, control characters gone.</summary>
public static class HeaderText
{
    /// <summary>Decodes the encoded words in a text (RFC 2047, RFC 2231 §5). Never throws; what is no encoded word stays.
    /// The result holds no CR, LF or NUL.</summary>
    public static string Decode(string rawRfc2047)
    {
        string text = Unfold(rawRfc2047);
        int first = text.IndexOf("=?", StringComparison.Ordinal);
        return first < 0 ? text : DecodeWords(text, first);
    }

    /// <summary>The same for the raw octets of a field: 8-bit text is read as UTF-8 if it is valid (RFC 6532), else as
    /// <paramref name="fallbackCharset"/>, else as Windows-1252.</summary>
    public static string Decode(ReadOnlySpan<byte> raw, string? fallbackCharset = null) => Decode(ToText(raw, fallbackCharset));

    internal static string ToText(ReadOnlySpan<byte> raw, string? fallbackCharset = null)
    {
        if (Ascii.IsAscii(raw) || Charsets.IsUtf8(raw))
        {
            return Charsets.Utf8.Text(raw);
        }

        return (Charsets.Find(fallbackCharset) ?? Charsets.Western).Text(raw);
    }

    /// <summary>Takes the line ends out (RFC 5322 §2.2.3) and the blanks at both ends; other control characters that
    /// could break a line or end a string become blanks.</summary>
    internal static string Unfold(string text)
    {
        int start = 0;
        while (start < text.Length && text[start] is ' ' or '\t' or '\r' or '\n')
        {
            start++;
        }

        int end = text.Length;
        while (end > start && text[end - 1] is ' ' or '\t' or '\r' or '\n')
        {
            end--;
        }

        if (text.AsSpan(start, end - start).IndexOfAny('\r', '\n', '\0') < 0)
        {
            return text.Substring(start, end - start);
        }

        StringBuilder unfolded = new(end - start);
        for (int i = start; i < end; i++)
        {
            char c = text[i];
            if (c is '\r' or '\n')
            {
                bool folds = i + 1 < end && text[i + 1] is ' ' or '\t' or '\n' or '\r';
                if (folds)
                {
                    continue;
                }
            }

            unfolded.Append(c is '\r' or '\n' or '\0' ? ' ' : c);
        }

        return unfolded.ToString();
    }

    private static string DecodeWords(string text, int first)
    {
        StringBuilder result = new(text.Length);
        PendingWords pending = default;
        int copied = 0;
        int at = first;
        while (at >= 0)
        {
            if (!EncodedWord.TryParse(text.AsSpan(), at, out EncodedWord word))
            {
                at = text.IndexOf("=?", at + 2, StringComparison.Ordinal);
                continue;
            }

            // RFC 2047 §6.2: blanks between two encoded words are not part of the text.
            if (!pending.IsOpen || !IsBlank(text, copied, at))
            {
                pending.Flush(result);
                result.Append(text, copied, at - copied);
            }

            pending.Add(text, word, result);
            copied = word.End;
            at = text.IndexOf("=?", copied, StringComparison.Ordinal);
        }

        pending.Flush(result);
        result.Append(text, copied, text.Length - copied);
        return result.ToString();
    }

    private static bool IsBlank(string text, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (text[i] is not (' ' or '\t'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Octets of adjacent words in one charset: senders cut multi-octet characters between words.</summary>
    private struct PendingWords
    {
        private string? charset;
        private byte[]? bytes;
        private int length;

        public readonly bool IsOpen => charset != null;

        public void Add(string text, EncodedWord word, StringBuilder result)
        {
            if (charset != null && !string.Equals(charset, word.Charset, StringComparison.OrdinalIgnoreCase))
            {
                Flush(result);
            }

            charset = word.Charset;
            int room = word.TextEnd - word.TextStart;
            if (bytes == null || bytes.Length - length < room)
            {
                byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max((length + room) * 2, 128));
                if (bytes != null)
                {
                    bytes.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(bytes);
                }

                bytes = larger;
            }

            length += word.Decode(text.AsSpan(), bytes.AsSpan(length));
        }

        public void Flush(StringBuilder result)
        {
            if (charset == null)
            {
                return;
            }

            ReadOnlySpan<byte> octets = bytes.AsSpan(0, length);
            string decoded = TextDecoding.Decode(octets, charset, out _);

            // What was hidden in an encoded word must not break the line of whoever prints it.
            foreach (char c in decoded)
            {
                result.Append(c is '\r' or '\n' or '\0' ? ' ' : c);
            }

            ArrayPool<byte>.Shared.Return(bytes!);
            bytes = null;
            length = 0;
            charset = null;
        }
    }
}
