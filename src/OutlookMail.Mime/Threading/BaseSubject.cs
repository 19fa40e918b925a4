using System;

namespace OutlookMail.Mime;

/// <summary>The subject that a conversation shares (RFC 5256 §2.1), and the prefixes that Outlook writes in its languages.</summary>
public static class BaseSubject
{
    private static readonly string[] Prefixes =
    {
        "re", "fw", "fwd", "aw", "wg", "tr", "rv", "sv", "vs", "vb", "antw", "doorst", "odp", "pd", "r", "i", "rif", "res", "enc", "ynt", "ilt", "回复", "转发", "答复",
    };

    /// <param name="isReply">Something was taken away that says it is a reply or forward.</param>
    public static string Of(string subject, out bool isReply)
    {
        string text = CollapseBlanks(subject);
        isReply = false;
        while (true)
        {
            string before = text;
            while (text.EndsWith("(fwd)", StringComparison.OrdinalIgnoreCase))
            {
                text = text.Substring(0, text.Length - 5).TrimEnd();
                isReply = true;
            }

            int prefix = ReplyPrefix(text);
            if (prefix > 0)
            {
                text = text.Substring(prefix).TrimStart();
                isReply = true;
            }
            else
            {
                int blob = Blob(text);
                if (blob > 0 && text.Substring(blob).Trim().Length > 0)
                {
                    text = text.Substring(blob).TrimStart();
                }
            }

            if (text.StartsWith("[fwd:", StringComparison.OrdinalIgnoreCase) && text.EndsWith("]", StringComparison.Ordinal))
            {
                text = text.Substring(5, text.Length - 6).Trim();
                isReply = true;
            }

            if (text.Length == before.Length)
            {
                return text;
            }
        }
    }

    /// <summary>Octets of "Re[2]: " or "Fwd [list]:" at the start; 0 when there is none.</summary>
    private static int ReplyPrefix(string text)
    {
        int at = 0;
        int blob;
        while ((blob = Blob(text.Substring(at))) > 0)
        {
            at += blob;
        }

        foreach (string prefix in Prefixes)
        {
            if (string.Compare(text, at, prefix, 0, prefix.Length, StringComparison.OrdinalIgnoreCase) != 0)
            {
                continue;
            }

            int end = at + prefix.Length;
            while (end < text.Length && text[end] == ' ')
            {
                end++;
            }

            int after = end < text.Length ? Blob(text.Substring(end)) : 0;
            end += after;
            if (end < text.Length && text[end] is ':' or '：')
            {
                return end + 1;
            }
        }

        return 0;
    }

    /// <summary>Characters of "[list] " at the start.</summary>
    private static int Blob(string text)
    {
        if (text.Length == 0 || text[0] != '[')
        {
            return 0;
        }

        int close = text.IndexOf(']');
        if (close < 0 || text.IndexOf('[', 1, close) > 0)
        {
            return 0;
        }

        int end = close + 1;
        while (end < text.Length && text[end] == ' ')
        {
            end++;
        }

        return end;
    }

    private static string CollapseBlanks(string subject) =>
        string.Join(" ", subject.Split(new[] { ' ', '\t', '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries));
}
