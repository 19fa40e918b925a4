using System;
using System.Text;
using OutlookMail.Imap.Grammar;
using OutlookMail.Mime;

namespace OutlookMail.Sandbox.Imap.Structure;

/// <summary>Header texts as a server without UTF-8 writes them: what is not ASCII goes out as an encoded word (RFC 2047).</summary>
internal static class MimeText
{
    // RFC 2047 §2: an encoded word has at most 75 characters; 12 of them are the frame of =?utf-8?B?…?=.
    private const int OctetsInWord = 45;

    /// <summary>The field's text, unfolded; null when there is no such field.</summary>
    public static string? Raw(MimeHeaders headers, string name)
    {
        if (headers.Find(name) is not MimeHeader header)
        {
            return null;
        }

        ReadOnlySpan<byte> raw = header.RawValue.Span;
        return raw.IndexOfAnyExceptInRange((byte)0, (byte)0x7F) >= 0 ? Encode(header.Value) : Clean(Encoding.ASCII.GetString(raw));
    }

    public static string Encode(string text)
    {
        string clean = Clean(text);
        if (Ascii.IsValid(clean))
        {
            return clean;
        }

        var words = new StringBuilder();
        byte[] utf8 = Encoding.UTF8.GetBytes(clean);
        for (int at = 0; at < utf8.Length;)
        {
            int end = Math.Min(at + OctetsInWord, utf8.Length);

            // A character is not to be torn apart (RFC 2047 §5).
            while (end < utf8.Length && (utf8[end] & 0xC0) == 0x80)
            {
                end--;
            }

            words.Append(at == 0 ? "" : " ").Append("=?utf-8?B?").Append(Convert.ToBase64String(utf8, at, end - at)).Append("?=");
            at = end;
        }

        return words.ToString();
    }

    public static ImapEncoder EncodedNString(this ImapEncoder output, string? text) => output.NString(text is null ? null : Encode(text));

    // Line ends of folds and anything else that could not stand in a quoted string.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (c is not ('\r' or '\n' or '\0'))
            {
                clean.Append(c == '\t' ? ' ' : c);
            }
        }

        return clean.ToString().Trim();
    }
}
