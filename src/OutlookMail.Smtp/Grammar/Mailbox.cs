using System;

namespace OutlookMail.Smtp.Grammar;

/// <summary>Syntax of the address in <c>MAIL FROM:&lt;…&gt;</c> and <c>RCPT TO:&lt;…&gt;</c>: RFC 5321 §4.1.2 with RFC 6531 §3.3.</summary>
public static class Mailbox
{
    // RFC 5321 §4.5.3.1.1 and §4.5.3.1.2, in octets.
    private const int MaxLocalPartOctets = 64;
    private const int MaxDomainOctets = 255;

    /// <summary>Where and why <paramref name="address"/> is not <c>Local-part "@" ( Domain / address-literal )</c>.</summary>
    /// <param name="address">Without angle brackets.</param>
    /// <param name="at">Index of the "@" when the address is good.</param>
    /// <param name="position">Index of the first character that does not fit; the length when something is missing.</param>
    /// <returns>Null when the address is good; else what is wrong, without the address in it.</returns>
    public static string? FindError(string address, out int at, out int position)
    {
        at = -1;
        position = 0;
        if (address.Length == 0)
            return "the address is empty";
        string? error = address[0] == '"' ? QuotedString(address, ref position) : DotString(address, ref position);
        if (error is not null)
            return error;
        if (position == address.Length)
            return "the address has no '@'";
        if (address[position] != '@')
            return "a character that an address cannot hold here";
        at = position;
        if (OctetsOf(address, 0, at) > MaxLocalPartOctets)
            return "the part before '@' is longer than 64 octets";

        position++;
        error = position < address.Length && address[position] == '['
            ? AddressLiteral(address, ref position)
            : Domain(address, ref position);
        if (error is null && OctetsOf(address, at + 1, address.Length) > MaxDomainOctets)
            return "the domain is longer than 255 octets";
        return error;
    }

    private static string? DotString(string s, ref int i)
    {
        int atomStart = i;
        for (; i < s.Length && s[i] != '@'; i++)
        {
            if (s[i] == '.')
            {
                if (i == atomStart)
                    return "a dot with nothing before it";
                atomStart = i + 1;
            }
            else if (!IsAtext(s, ref i))
            {
                return "a character that an address cannot hold here";
            }
        }

        if (i > 0 && i == atomStart)
            return "the part before '@' ends in a dot";
        return i == 0 ? "nothing stands before '@'" : null;
    }

    private static string? QuotedString(string s, ref int i)
    {
        for (i = 1; i < s.Length; i++)
        {
            if (s[i] == '"')
            {
                i++;
                return null;
            }

            if (s[i] == '\\')
            {
                i++;
                if (i == s.Length)
                    break;
            }

            // RFC 5321 §4.1.2 qtextSMTP, quoted-pairSMTP: printable ASCII and space; RFC 6531 §3.3 adds UTF-8.
            if (s[i] is < ' ' or '\u007F' || !SkipSurrogatePair(s, ref i))
                return "a character that a quoted name cannot hold";
        }

        return "the quoted name is not closed";
    }

    private static string? Domain(string s, ref int i)
    {
        if (i == s.Length)
            return "nothing follows '@'";
        int labelStart = i;
        for (; i < s.Length; i++)
        {
            char c = s[i];
            if (c == '.')
            {
                if (i == labelStart || s[i - 1] == '-')
                    return "a domain label is empty or ends in '-'";
                labelStart = i + 1;
            }
            else if (c == '-' ? i == labelStart : !IsLetterOrDigit(s, ref i) && c != '_')
            {
                // The underscore is outside RFC 5321 §4.1.2 and yet in use by internal hosts.
                return "a character that a domain cannot hold here";
            }
        }

        return labelStart == s.Length || s[s.Length - 1] == '-' ? "the domain's last label is empty or ends in '-'" : null;
    }

    private static string? AddressLiteral(string s, ref int i)
    {
        for (i++; i < s.Length; i++)
        {
            if (s[i] == ']')
                return ++i == s.Length ? null : "something follows the address literal";
            // RFC 5321 §4.1.3 dcontent.
            if (s[i] is < '!' or > '~' or '[' or '\\')
                return "a character that an address literal cannot hold";
        }

        return "the address literal is not closed";
    }

    // RFC 5322 §3.2.3 atext, RFC 6531 §3.3 UTF8-non-ascii.
    private static bool IsAtext(string s, ref int i) =>
        IsLetterOrDigit(s, ref i) || s[i] is '!' or '#' or '$' or '%' or '&' or '\'' or '*' or '+' or '-' or '/' or '=' or '?'
            or '^' or '_' or '`' or '{' or '|' or '}' or '~';

    private static bool IsLetterOrDigit(string s, ref int i) => s[i] <= '~'
        ? s[i] is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9')
        : IsPrintableNonAscii(s, ref i);

    // U+0080..U+009F are controls (NEL among them) and U+2028/U+2029 line ends: nothing that ends a line anywhere gets in.
    private static bool IsPrintableNonAscii(string s, ref int i) =>
        s[i] > '\u00A0' && s[i] is not ('\u2028' or '\u2029' or '\uFEFF') && SkipSurrogatePair(s, ref i);

    private static bool SkipSurrogatePair(string s, ref int i)
    {
        if (!char.IsSurrogate(s[i]))
            return s[i] is not ((>= '\u0080' and <= '\u009F') or '\u2028' or '\u2029');
        if (!char.IsHighSurrogate(s[i]) || i + 1 == s.Length || !char.IsLowSurrogate(s[i + 1]))
            return false;
        i++;
        return true;
    }

    private static int OctetsOf(string s, int start, int end)
    {
        int octets = 0;
        for (int i = start; i < end; i++)
            octets += s[i] < 0x80 ? 1 : s[i] < 0x800 || char.IsSurrogate(s[i]) ? 2 : 3;
        return octets;
    }
}
