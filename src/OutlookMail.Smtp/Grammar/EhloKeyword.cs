using System;
using System.Collections.Generic;

namespace OutlookMail.Smtp.Grammar;

/// <summary>One extension line of an EHLO reply: <c>ehlo-keyword *( SP ehlo-param )</c>, RFC 5321 §4.1.1.1.</summary>
public readonly struct EhloKeyword
{
    private EhloKeyword(string keyword, IReadOnlyList<string> parameters)
    {
        Keyword = keyword;
        Parameters = parameters;
    }

    /// <summary>In upper case.</summary>
    public string Keyword { get; }

    /// <summary>As the server wrote them.</summary>
    public IReadOnlyList<string> Parameters { get; }

    /// <summary>False for a line that is no extension; such a line means nothing and is skipped.</summary>
    public static bool TryParse(string line, out EhloKeyword keyword)
    {
        string[] words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
        keyword = default;
        if (words.Length == 0)
            return false;

        // "AUTH=LOGIN PLAIN" is how servers speak to clients older than RFC 2554; the mechanisms are the same.
        if (words[0].StartsWith("AUTH=", StringComparison.OrdinalIgnoreCase))
        {
            words[0] = words[0].Substring("AUTH=".Length);
            keyword = new EhloKeyword("AUTH", words);
            return true;
        }

        if (!EsmtpParameter.IsKeyword(words[0]))
            return false;
        var parameters = new string[words.Length - 1];
        Array.Copy(words, 1, parameters, 0, parameters.Length);
        keyword = new EhloKeyword(words[0].ToUpperInvariant(), parameters);
        return true;
    }
}
