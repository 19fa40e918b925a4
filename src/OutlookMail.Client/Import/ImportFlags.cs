using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>Flags as Maildirs and mbox files write them, in IMAP's words.</summary>
internal static class ImportFlags
{
    private static readonly Dictionary<char, string> Maildir = new()
    {
        ['D'] = "\\Draft", ['F'] = "\\Flagged", ['P'] = "$Forwarded", ['R'] = "\\Answered", ['S'] = "\\Seen", ['T'] = "\\Deleted",
    };

    private static readonly Dictionary<char, string> Mbox = new()
    {
        ['R'] = "\\Seen", ['A'] = "\\Answered", ['F'] = "\\Flagged", ['T'] = "\\Draft", ['D'] = "\\Deleted",
    };

    public static IReadOnlyList<string> OfMaildir(string letters) => Of(letters, Maildir);

    /// <param name="status">The values of Status and X-Status.</param>
    public static IReadOnlyList<string> OfMbox(string status) => Of(status, Mbox);

    private static List<string> Of(string letters, Dictionary<char, string> names)
    {
        var flags = new List<string>();
        foreach (var letter in letters)
        {
            if (names.TryGetValue(letter, out var flag) && !flags.Contains(flag))
            {
                flags.Add(flag);
            }
        }

        return flags;
    }
}
