using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>The msg-ids of Message-ID, In-Reply-To, References and Content-ID (RFC 5322 §3.6.4).</summary>
internal static class MessageIds
{
    // A References field keeps growing in some systems; more ancestors than this tell nothing.
    private const int MaxIds = 10000;

    /// <summary>The first id without its angle brackets; the trimmed text when it has none.</summary>
    public static string? First(string? field)
    {
        if (field == null)
        {
            return null;
        }

        int open = field.IndexOf('<');
        int close = open < 0 ? -1 : field.IndexOf('>', open);
        string id = close > 0 ? field.Substring(open + 1, close - open - 1) : field.Trim().Trim('<', '>');
        id = id.Trim();
        return id.Length == 0 ? null : id;
    }

    public static IReadOnlyList<string> All(string? field)
    {
        if (string.IsNullOrEmpty(field))
        {
            return Array.Empty<string>();
        }

        List<string> ids = new();
        int at = 0;
        while (ids.Count < MaxIds)
        {
            int open = field!.IndexOf('<', at);
            int close = open < 0 ? -1 : field.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            string id = field.Substring(open + 1, close - open - 1).Trim();
            if (id.Length > 0)
            {
                ids.Add(id);
            }

            at = close + 1;
        }

        if (ids.Count == 0)
        {
            // Ids without brackets, blanks between them.
            foreach (string word in field!.Split(new[] { ' ', '\t', ',' }, StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.IndexOf('@') > 0 && ids.Count < MaxIds)
                {
                    ids.Add(word.Trim('<', '>'));
                }
            }
        }

        return ids;
    }
}
