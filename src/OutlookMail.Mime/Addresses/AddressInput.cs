using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Mailboxes as users type them: strict, every refusal with its position in the whole input.</summary>
internal static class AddressInput
{
    public static IReadOnlyList<MimeAddress> Parse(string text)
    {
        RefuseControls(text);
        List<MimeAddress> list = new();
        int start = 0;
        while (start <= text.Length)
        {
            int end = EndOfOne(text, start);
            if (!IsBlank(text, start, end))
            {
                list.Add(ParseOne(text, start, end));
            }
            else if (end < text.Length && list.Count == 0)
            {
                throw new MimeFormatException("An address is missing here.", end);
            }

            start = end + 1;
        }

        return list;
    }

    private static void RefuseControls(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if ((text[i] < ' ' && text[i] != '\t') || text[i] == 127)
            {
                throw new MimeFormatException("An address cannot hold line breaks, NUL or other control characters.", i);
            }
        }
    }

    /// <summary>The separator that ends the mailbox: not one inside quotes or angle brackets.</summary>
    private static int EndOfOne(string text, int start)
    {
        bool inQuotes = false;
        bool inAngle = false;
        for (int i = start; i < text.Length; i++)
        {
            char c = text[i];
            if (inQuotes)
            {
                i += c == '\\' ? 1 : 0;
                inQuotes = c != '"';
            }
            else if (c == '"')
            {
                inQuotes = true;
            }
            else if (c is '<' or '>')
            {
                inAngle = c == '<';
            }
            else if (c is ',' or ';' && !inAngle)
            {
                return i;
            }
        }

        return text.Length;
    }

    private static MimeAddress ParseOne(string text, int start, int end)
    {
        Trim(text, ref start, ref end);
        if (text[end - 1] != '>')
        {
            AddressSyntax.Check(text.Substring(start, end - start), start);
            return new MimeAddress(text.Substring(start, end - start), null);
        }

        int open = FindAngle(text, start, end);
        if (open < 0)
        {
            throw new MimeFormatException("The angle bracket that opens the address is missing.", end - 1);
        }

        AddressSyntax.Check(text.Substring(open + 1, end - open - 2), open + 1);
        string name = Name(text, start, open);
        return new MimeAddress(text.Substring(open + 1, end - open - 2), name.Length == 0 ? null : name);
    }

    private static int FindAngle(string text, int start, int end)
    {
        bool inQuotes = false;
        for (int i = start; i < end; i++)
        {
            if (inQuotes && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                inQuotes = !inQuotes;
            }
            else if (text[i] == '<' && !inQuotes)
            {
                return i;
            }
        }

        return -1;
    }

    private static string Name(string text, int start, int end)
    {
        Trim(text, ref start, ref end);
        if (start >= end || text[start] != '"')
        {
            return text.Substring(start, System.Math.Max(end - start, 0)).Replace('\t', ' ');
        }

        StringBuilder name = new();
        int i = start + 1;
        for (; i < end && text[i] != '"'; i++)
        {
            if (text[i] == '\\' && i + 1 < end)
            {
                i++;
            }

            name.Append(text[i] == '\t' ? ' ' : text[i]);
        }

        return i == end - 1
            ? name.ToString()
            : throw new MimeFormatException("The quotes around the name do not end before the address.", System.Math.Min(i, end));
    }

    private static void Trim(string text, ref int start, ref int end)
    {
        while (start < end && text[start] is ' ' or '\t')
        {
            start++;
        }

        while (end > start && text[end - 1] is ' ' or '\t')
        {
            end--;
        }
    }

    private static bool IsBlank(string text, int start, int end)
    {
        Trim(text, ref start, ref end);
        return start >= end;
    }
}
