using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace OutlookMail.Client;

/// <summary>Message-IDs as people and header fields write them (RFC 5322 §3.6.4).</summary>
internal static class MessageIdText
{
    public static string Bare(string id) => id.Trim().TrimStart('<').TrimEnd('>');

    /// <summary>Every id in a References or In-Reply-To field, without angle brackets.</summary>
    public static IEnumerable<string> All(string? field) => field is null
        ? Enumerable.Empty<string>()
        : Regex.Matches(field, "<([^<>\\s]+)>").Cast<Match>().Select(match => match.Groups[1].Value);
}
