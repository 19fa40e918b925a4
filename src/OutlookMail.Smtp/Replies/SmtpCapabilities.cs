using System;
using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Smtp.Grammar;

namespace OutlookMail.Smtp;

/// <summary>What the server offered in its last EHLO reply.</summary>
public sealed class SmtpCapabilities
{
    private readonly Dictionary<string, IReadOnlyList<string>> _keywords = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="ehloReply">Null after HELO: no extension at all.</param>
    public SmtpCapabilities(SmtpReply? ehloReply)
    {
        var mechanisms = new List<string>();
        AuthMechanisms = mechanisms;
        if (ehloReply is null)
            return;

        // RFC 5321 §4.1.1.1: the first line is the server's greeting, each further one an extension.
        for (int i = 1; i < ehloReply.Lines.Count; i++)
        {
            if (!EhloKeyword.TryParse(ehloReply.Lines[i], out EhloKeyword extension))
                continue;
            _keywords[extension.Keyword] = extension.Parameters;
            if (extension.Keyword != "AUTH")
                continue;
            foreach (string mechanism in extension.Parameters)
            {
                if (!HasIgnoringCase(mechanisms, mechanism))
                    mechanisms.Add(mechanism);
            }
        }

        SizeLimit = ReadSize();
        Limits = new SmtpLimits(ParametersOf("LIMITS"));
    }

    /// <summary>Names as the server wrote them, in its order; empty when AUTH is not offered.</summary>
    public IReadOnlyList<string> AuthMechanisms { get; }

    /// <summary>Largest message in octets, RFC 1870 §3; null when the server names none.</summary>
    public long? SizeLimit { get; }

    /// <summary>How much one connection and one mail may hold.</summary>
    public SmtpLimits Limits { get; } = SmtpLimits.None;

    /// <summary>All keywords, in no particular order.</summary>
    public IEnumerable<string> Keywords => _keywords.Keys;

    /// <param name="ehloKeyword">"PIPELINING", "SMTPUTF8" …; case does not matter.</param>
    public bool Has(string ehloKeyword) => _keywords.ContainsKey(ehloKeyword);

    /// <summary>The words behind a keyword; empty when there are none or the keyword is not offered.</summary>
    public IReadOnlyList<string> ParametersOf(string ehloKeyword) =>
        _keywords.TryGetValue(ehloKeyword, out IReadOnlyList<string>? parameters) ? parameters : [];

    /// <param name="mechanism">"XOAUTH2", "OAUTHBEARER" …; case does not matter.</param>
    public bool HasAuth(string mechanism) => HasIgnoringCase(AuthMechanisms, mechanism);

    private long? ReadSize()
    {
        IReadOnlyList<string> words = ParametersOf("SIZE");
        // RFC 1870 §3: no number and 0 both mean that there is no fixed limit.
        return words.Count > 0
            && long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long size) && size > 0
            ? size
            : null;
    }

    private static bool HasIgnoringCase(IReadOnlyList<string> names, string name)
    {
        foreach (string known in names)
        {
            if (string.Equals(known, name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
