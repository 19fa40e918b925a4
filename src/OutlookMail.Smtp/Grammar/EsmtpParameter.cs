using System;
using System.Collections.Generic;

namespace OutlookMail.Smtp.Grammar;

/// <summary>A <c>keyword[=value]</c> behind MAIL FROM or RCPT TO, RFC 5321 §4.1.2.</summary>
public readonly struct EsmtpParameter
{
    /// <summary>Takes both as they are; <see cref="TryParseAll"/> checks.</summary>
    public EsmtpParameter(string keyword, string? value)
    {
        Keyword = keyword;
        Value = value;
    }

    /// <summary>As sent; compare without regard to case.</summary>
    public string Keyword { get; }

    /// <summary>Null when there is no "=".</summary>
    public string? Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value is null ? Keyword : Keyword + "=" + Value;

    /// <summary>Reads parameters separated by single or several spaces.</summary>
    public static bool TryParseAll(string text, out IReadOnlyList<EsmtpParameter> parameters)
    {
        var found = new List<EsmtpParameter>();
        parameters = found;
        foreach (string word in text.Split([' '], StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = word.IndexOf('=');
            string keyword = equals < 0 ? word : word.Substring(0, equals);
            string? value = equals < 0 ? null : word.Substring(equals + 1);
            if (!IsKeyword(keyword) || (value is not null && !IsValue(value)))
                return false;
            found.Add(new EsmtpParameter(keyword, value));
        }

        return true;
    }

    // esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
    internal static bool IsKeyword(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')) && (text[i] != '-' || i == 0))
                return false;
        }

        return text.Length > 0;
    }

    // esmtp-value = 1*(%d33-60 / %d62-126); RFC 6531 §3.3 adds UTF-8. Some mechanisms put "=" in, which does no harm.
    private static bool IsValue(string text)
    {
        foreach (char c in text)
        {
            if (c is <= ' ' or '\u007F')
                return false;
        }

        return text.Length > 0;
    }
}
