using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.RegularExpressions;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// Puts a name of its own in the place of each address, domain, id, path and machine, the same one wherever it stands, so that
/// a text can be shown to anybody and still be followed.
/// </summary>
internal sealed class Pseudonyms
{
    // Names that short (a, me) stand inside other words.
    private const int ShortestName = 3;

    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(30);
    private static readonly Regex Address = new(@"(?<local>[^\s<>""'(),:;@\[\]\\/=|]+)@(?<domain>[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)", RegexOptions.CultureInvariant, MatchTimeout);
    private static readonly Regex TenantDomain = new(@"(?<![\p{L}\p{N}@.-])[a-z0-9-]+\.(?:mail\.)?onmicrosoft\.(?:com|us|cn)\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MatchTimeout);
    private static readonly Regex Id = new(@"\b[0-9a-f]{8}-(?<middle>[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})-[0-9a-f]{12}\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MatchTimeout);

    private readonly Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<KeyValuePair<string, string>> literals = new();

    /// <param name="home">The user's folder.</param>
    public Pseudonyms(string home, string user, string machine)
    {
        Literal(home, "~");

        // The one that is nobody's, and stands in texts on certificates.
        Literal(user == "root" ? "" : user, "user");
        Literal(machine, "machine");
    }

    /// <summary>What a session knows and a text may hold by itself: its tenant's domain, the mailbox's.</summary>
    public void Learn(OutlookSession session)
    {
        foreach (var name in new[] { session.Account, session.Mailbox })
        {
            // Self-hosted servers know users by a name alone.
            if (Apply(name) == name)
            {
                Literal(name, Name("account", name));
            }
        }

        foreach (var address in new[] { session.Account, session.Mailbox, "@" + session.Tenant })
        {
            var domain = address.Substring(address.LastIndexOf('@') + 1);
            if (domain.IndexOf('.') > 0)
            {
                Literal(domain, Domain(domain));
            }
        }
    }

    public string Apply(string text)
    {
        var safe = Address.Replace(text, m => Name("address", m.Groups["local"].Value + "@" + m.Groups["domain"].Value) + "@" + Domain(m.Groups["domain"].Value));
        safe = TenantDomain.Replace(safe, m => Domain(m.Value));

        // Microsoft's own ids (00000003-0000-0000-c000-000000000000) say which service is meant, and are the same for everybody.
        safe = Id.Replace(safe, m => m.Groups["middle"].Value.StartsWith("0000-", StringComparison.Ordinal) ? m.Value : Name("id", m.Value));
        foreach (var literal in literals)
        {
            safe = Replace(safe, literal.Key, literal.Value);
        }

        return safe;
    }

    private string Domain(string domain) => Name("domain", domain);

    private string Name(string kind, string value)
    {
        var key = kind + " " + value;
        if (!names.TryGetValue(key, out var name))
        {
            var count = 1;
            foreach (var known in names.Keys)
            {
                count += known.StartsWith(kind + " ", StringComparison.OrdinalIgnoreCase) ? 1 : 0;
            }

            names[key] = name = kind + count.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }

    private void Literal(string value, string name)
    {
        if (value.Length >= ShortestName)
        {
            literals.Add(new KeyValuePair<string, string>(value, name));
        }
    }

    // Whole words alone: the user "mail" must not take the mail out of OutlookMail.
    private static string Replace(string text, string value, string name) =>
        Regex.Replace(text, @"(?<![\p{L}\p{N}])" + Regex.Escape(value) + @"(?![\p{L}\p{N}])", name.Replace("$", "$$"), RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, MatchTimeout);
}
