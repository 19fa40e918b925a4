using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Store;

namespace OutlookMail.Sandbox.Exchange.Administration;

/// <summary>
/// The part of OPATH that says which mailboxes are meant: comparisons by -eq, -ne, -like and -notlike of what a mailbox
/// of the sandbox has, joined by -and and -or. It has no groups and no custom attributes.
/// </summary>
internal sealed partial class RecipientFilter
{
    private readonly List<List<Comparison>> alternatives;

    private RecipientFilter(string text, List<List<Comparison>> alternatives)
    {
        Text = text;
        this.alternatives = alternatives;
    }

    private sealed record Comparison(string Property, string Operator, string Value);

    public string Text { get; }

    /// <exception cref="SandboxExchangeException">It is not understood, or asks for a property that a mailbox here has not.</exception>
    public static RecipientFilter Parse(string text) => new(text,
    [
        .. Or().Split(text).Select(all => And().Split(all).Select(ReadOne).ToList()),
    ]);

    public bool Matches(SandboxMailbox mailbox, EntraDirectory directory) => alternatives.Exists(all => all.TrueForAll(c =>
    {
        string actual = PropertyOf(mailbox, directory, c.Property)!;
        bool holds = c.Operator is "eq" or "ne" ? actual.Equals(c.Value, StringComparison.OrdinalIgnoreCase) : Like(c.Value).IsMatch(actual);
        return holds == c.Operator is "eq" or "like";
    }));

    private static Comparison ReadOne(string text)
    {
        Match match = Term().Match(text.Trim().Trim('(', ')').Trim());
        string property = match.Groups["property"].Value;
        if (!match.Success || PropertyOf(null, null, property) is null)
        {
            throw new SandboxExchangeException("InvalidFilter",
                $"The filter '{text.Trim()}' is not understood here: compare PrimarySmtpAddress, UserPrincipalName, Alias, Name, DisplayName or RecipientTypeDetails with -eq, -ne, -like or -notlike.");
        }

        return new Comparison(property, match.Groups["operator"].Value.ToLowerInvariant(), match.Groups["value"].Value.Replace("''", "'", StringComparison.Ordinal));
    }

    /// <returns>Null for a property that mailboxes here have not; without a mailbox an empty text for one that they have.</returns>
    private static string? PropertyOf(SandboxMailbox? mailbox, EntraDirectory? directory, string property)
    {
        string address = mailbox?.Address ?? "";
        SandboxUser? user = mailbox is null ? null : directory!.FindUser(address);
        return property.ToUpperInvariant() switch
        {
            "PRIMARYSMTPADDRESS" or "EMAILADDRESSES" or "USERPRINCIPALNAME" or "WINDOWSEMAILADDRESS" => address,
            "ALIAS" or "NAME" => address.Split('@')[0],
            "DISPLAYNAME" => user?.DisplayName ?? address,
            "RECIPIENTTYPEDETAILS" => user is null ? "SharedMailbox" : "UserMailbox",
            _ => null,
        };
    }

    private static Regex Like(string pattern) =>
        new("^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    [GeneratedRegex(@"\s+-or\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Or();

    [GeneratedRegex(@"\s+-and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();

    [GeneratedRegex(@"^(?<property>\w+)\s+-(?<operator>eq|ne|like|notlike)\s+['""](?<value>.*)['""]$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Term();
}
