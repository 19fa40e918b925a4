using System;
using System.Text;

namespace OutlookMail.Smtp;

/// <summary>Text of a reply line: UTF-8 (RFC 6531 §3.7.4.1) and safe to show on a terminal.</summary>
internal static class ReplyText
{
    public static string Decode(ReadOnlySpan<byte> octets)
    {
        if (octets.IsEmpty)
            return string.Empty;
        string text = Encoding.UTF8.GetString(octets.ToArray());
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return ReplaceControls(text);
        }

        return text;
    }

    // An escape sequence in a server's text would otherwise reach the user's terminal with the error message.
    private static string ReplaceControls(string text)
    {
        var safe = new StringBuilder(text);
        for (int i = 0; i < safe.Length; i++)
        {
            if (char.IsControl(safe[i]))
                safe[i] = safe[i] == '\t' ? ' ' : '\uFFFD';
        }

        return safe.ToString();
    }
}
