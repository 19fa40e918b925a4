using System;

namespace OutlookMail.Mime;

/// <summary>The addr-spec that may be written (RFC 5322 §3.4.1 without the obsolete forms, RFC 6531 §3.3 for letters beyond ASCII).</summary>
internal static class AddressSyntax
{
    // RFC 5321 §4.5.3.1.1 and §4.5.3.1.3 (256 octets of path, less the angle brackets).
    private const int MaxLocalPart = 64;
    private const int MaxAddress = 254;

    private const string AtomSpecials = "!#$%&'*+-/=?^_`{|}~";

    public static bool IsValid(string address) => Find(address, out _) < 0;

    public static void Check(string address, int offset)
    {
        int position = Find(address, out string problem);
        if (position >= 0)
        {
            throw new MimeFormatException(problem, offset + position);
        }
    }

    public static void CheckName(string? name, int offset)
    {
        for (int i = 0; name != null && i < name.Length; i++)
        {
            if (name[i] < ' ' || name[i] == 127)
            {
                throw new MimeFormatException("A display name cannot hold control characters.", offset + i);
            }
        }
    }

    /// <summary>Index of the first wrong character; -1 when there is none.</summary>
    private static int Find(string address, out string problem)
    {
        problem = "An address cannot hold line breaks, NUL or other control characters.";
        for (int i = 0; i < address.Length; i++)
        {
            if (address[i] < ' ' || address[i] is >= (char)127 and <= (char)159 or '\u2028' or '\u2029')
            {
                return i;
            }

            if (char.IsSurrogate(address[i]) && !(char.IsHighSurrogate(address[i]) && i + 1 < address.Length && char.IsLowSurrogate(address[++i])))
            {
                return i;
            }
        }

        int at = LocalPartEnd(address, out problem);
        if (problem.Length > 0)
        {
            return at;
        }

        if (at > MaxLocalPart || address.Length > MaxAddress)
        {
            problem = "The address is too long.";
            return Math.Min(MaxAddress, at);
        }

        return DomainError(address, at + 1, out problem);
    }

    /// <summary>Index of the @ after the local part, or of the first wrong character with the problem said.</summary>
    private static int LocalPartEnd(string address, out string problem)
    {
        problem = "";
        int i = 0;
        if (address.Length > 0 && address[0] == '"')
        {
            for (i = 1; i < address.Length && address[i] != '"'; i++)
            {
                if (address[i] == '\\')
                {
                    i++;
                }
            }

            i++;
            if (i < address.Length && address[i] == '@')
            {
                return i;
            }

            problem = "The quoted part before @ does not end properly.";
            return Math.Min(i, address.Length);
        }

        for (; i < address.Length && address[i] != '@'; i++)
        {
            bool isDot = address[i] == '.';
            if (isDot ? i == 0 || address[i - 1] == '.' : !IsAtom(address[i]))
            {
                problem = isDot ? "A dot cannot stand here." : "This character is not allowed in an address.";
                return i;
            }
        }

        if (i == address.Length)
        {
            problem = "The address has no @.";
        }
        else if (i == 0 || address[i - 1] == '.')
        {
            problem = i == 0 ? "Nothing stands before the @." : "A dot cannot stand before the @.";
        }

        return i;
    }

    private static int DomainError(string address, int start, out string problem)
    {
        problem = "";
        if (start >= address.Length)
        {
            problem = "Nothing stands after the @.";
            return address.Length;
        }

        if (address[start] == '[')
        {
            int close = address.IndexOf(']', start);
            if (close == address.Length - 1 && address.AsSpan(start + 1, close - start - 1).IndexOfAny(" <>,;[\\".AsSpan()) < 0)
            {
                return -1;
            }

            problem = "The address literal does not end properly.";
            return close < 0 ? address.Length : close;
        }

        for (int i = start; i < address.Length; i++)
        {
            char c = address[i];
            bool isEdge = i == start || i == address.Length - 1 || address[i - 1] == '.' || address[i + 1 < address.Length ? i + 1 : i] == '.';
            bool isLetter = c >= 128 ? !char.IsWhiteSpace(c) : c is >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' or '_';
            bool isAllowed = isLetter || (c == '-' && !isEdge) || (c == '.' && i > start && i < address.Length - 1 && address[i - 1] != '.');
            if (!isAllowed)
            {
                problem = "This character is not allowed in a domain.";
                return i;
            }
        }

        return -1;
    }

    private static bool IsAtom(char c) => c switch
    {
        >= 'a' and <= 'z' or >= 'A' and <= 'Z' or >= '0' and <= '9' => true,
        >= (char)128 => !char.IsWhiteSpace(c),
        _ => AtomSpecials.IndexOf(c) >= 0,
    };
}
