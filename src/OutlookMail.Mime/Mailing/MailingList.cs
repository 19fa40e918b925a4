using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>What a mailing list says of itself in its messages (RFC 2369, RFC 2919, RFC 8058). Nothing here fetches or
/// sends: the addresses come from the message and are as trustworthy as it is.</summary>
public sealed class MailingList
{
    private MailingList(MimeHeaders headers)
    {
        Id = Bracketed(headers.Get("List-Id"));
        Name = NameOf(headers.Get("List-Id"));
        Unsubscribe = Addresses(headers.Get("List-Unsubscribe"));
        Subscribe = Addresses(headers.Get("List-Subscribe"));
        Post = Addresses(headers.Get("List-Post"));
        Help = Addresses(headers.Get("List-Help"));
        Owner = Addresses(headers.Get("List-Owner"));
        Archive = Addresses(headers.Get("List-Archive"));

        // RFC 8058 §3.1: only with exactly this field, and only for an https address.
        bool saysOneClick = string.Equals(headers.Get("List-Unsubscribe-Post")?.Replace(" ", ""), "List-Unsubscribe=One-Click", StringComparison.OrdinalIgnoreCase);
        foreach (string address in Unsubscribe)
        {
            if (saysOneClick && address.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
            {
                OneClickUnsubscribe ??= address;
            }
        }
    }

    /// <summary>E.g. announce.lists.contoso.test; null when there is no List-Id.</summary>
    public string? Id { get; }

    public string? Name { get; }

    /// <summary>mailto: and https: addresses, the list's preferred one first.</summary>
    public IReadOnlyList<string> Unsubscribe { get; }

    /// <summary>Where a POST of List-Unsubscribe=One-Click ends the subscription; null when the list does not offer it.</summary>
    public string? OneClickUnsubscribe { get; }

    public IReadOnlyList<string> Subscribe { get; }

    /// <summary>Empty also when posting is not allowed ("NO").</summary>
    public IReadOnlyList<string> Post { get; }

    public IReadOnlyList<string> Help { get; }

    public IReadOnlyList<string> Owner { get; }

    public IReadOnlyList<string> Archive { get; }

    /// <summary>Null when the message has no list fields.</summary>
    public static MailingList? Read(MimeHeaders headers) =>
        headers.Contains("List-Id") || headers.Contains("List-Unsubscribe") || headers.Contains("List-Post") ? new MailingList(headers) : null;

    private static IReadOnlyList<string> Addresses(string? field)
    {
        List<string> found = new();
        int at = 0;
        while (field != null)
        {
            int open = field.IndexOf('<', at);
            int close = open < 0 ? -1 : field.IndexOf('>', open);
            if (close < 0)
            {
                break;
            }

            // RFC 2369 §2: blanks inside the brackets came with folding.
            string address = field.Substring(open + 1, close - open - 1).Replace(" ", "").Replace("\t", "");
            if (address.IndexOf(':') > 0)
            {
                found.Add(address);
            }

            at = close + 1;
        }

        return found;
    }

    private static string? Bracketed(string? field)
    {
        int open = field?.LastIndexOf('<') ?? -1;
        int close = open < 0 ? -1 : field!.IndexOf('>', open);
        return close > 0 ? field!.Substring(open + 1, close - open - 1).Trim() : field?.Trim();
    }

    private static string? NameOf(string? field)
    {
        int open = field?.LastIndexOf('<') ?? -1;
        string name = open > 0 ? field!.Substring(0, open).Trim().Trim('"') : "";
        return name.Length == 0 ? null : name;
    }
}
