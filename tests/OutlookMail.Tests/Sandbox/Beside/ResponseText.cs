using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace OutlookMail.Tests.Sandbox.Beside;

/// <summary>Responses in a form in which two servers can be compared: what they may choose freely (texts, order, quoting, ids) is taken out.</summary>
internal static partial class ResponseText
{
    // Codes whose value is each server's own.
    private static readonly string[] OwnValues = ["UIDVALIDITY", "HIGHESTMODSEQ", "MAILBOXID"];

    public static string Of(string response)
    {
        if (response.StartsWith('+'))
        {
            return "+";
        }

        int space = response.IndexOf(' ', StringComparison.Ordinal);
        string rest = response[(space + 1)..];
        string first = rest.Split(' ')[0].ToUpperInvariant();
        string prefix = response.StartsWith('*') ? "* " : "";
        return first is "OK" or "NO" or "BAD" or "BYE" or "PREAUTH" ? $"{prefix}{first}{Code(rest[first.Length..])}"
            : first is "CAPABILITY" or "ENABLED" ? "* " + first + " " + string.Join(' ', rest.Split(' ').Skip(1).Order(StringComparer.Ordinal))
            : "* " + Data(rest);
    }

    private static string Code(string text)
    {
        Match code = ResponseCode().Match(text);
        if (!code.Success)
        {
            return "";
        }

        string name = code.Groups["name"].Value.ToUpperInvariant();
        string value = code.Groups["value"].Value.Trim();
        return name switch
        {
            "CAPABILITY" => " [CAPABILITY]",
            "APPENDUID" or "COPYUID" => $" [{name} v {string.Join(' ', value.Split(' ').Skip(1))}]",
            _ when OwnValues.Contains(name) => $" [{name} v]",
            _ when name.StartsWith("PERMANENTFLAGS", StringComparison.Ordinal) => $" [{name} {Flags(value)}]",
            _ => value.Length == 0 ? $" [{name}]" : $" [{name} {value}]",
        };
    }

    private static string Data(string rest)
    {
        int at = 0;
        object[] tokens = [.. Tokens(rest, ref at)];
        string[] words = [.. tokens.Select(Render)];
        return words switch
        {
            [var number, "FETCH", ..] => $"{number} FETCH {Items((List<object>)tokens[2])}",
            [var number, var name] when char.IsDigit(number[0]) => $"{number} {name}",
            ["FLAGS", ..] => "FLAGS " + Flags(words[1]),
            ["LIST" or "LSUB", ..] => $"{words[0]} {Flags(words[1])} {words[2]} {words[3]}",
            ["STATUS", ..] => $"STATUS {words[1]} {Pairs((List<object>)tokens[2])}",
            ["ESEARCH", var tag, ..] => $"ESEARCH {tag} {Extended(words)}",
            _ => string.Join(' ', words),
        };
    }

    // UID stands alone, everything else in pairs.
    private static string Extended(string[] words)
    {
        int from = words.Length > 2 && words[2] == "UID" ? 3 : 2;
        return (from == 3 ? "UID " : "") + string.Join(' ', words.Skip(from).Chunk(2).Select(pair => string.Join(' ', pair)).Order(StringComparer.Ordinal));
    }

    private static string Items(List<object> list)
    {
        var items = new SortedDictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < list.Count; i += 2)
        {
            string name = Render(list[i]).ToUpperInvariant();
            items[name] = name switch
            {
                "FLAGS" => Flags(Render(list[i + 1])),
                "MODSEQ" => "(m)",
                "INTERNALDATE" => Instant(Render(list[i + 1])),
                _ => Render(list[i + 1]),
            };
        }

        return string.Join(' ', items.Select(p => p.Key + " " + p.Value));
    }

    // The zone that a moment is written in is the server's choice.
    private static string Instant(string quoted) =>
        DateTimeOffset.Parse(quoted.Trim('"'), System.Globalization.CultureInfo.InvariantCulture).UtcDateTime.ToString("s", System.Globalization.CultureInfo.InvariantCulture);

    private static string Pairs(List<object> list)
    {
        var pairs = new SortedSet<string>(StringComparer.Ordinal);
        for (int i = 0; i + 1 < list.Count; i += 2)
        {
            string name = Render(list[i]).ToUpperInvariant();
            pairs.Add(name + " " + (OwnValues.Contains(name) ? "v" : Render(list[i + 1])));
        }

        return string.Join(' ', pairs);
    }

    private static string Flags(string list) => "(" + string.Join(' ', list.Trim('(', ')').Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.OrdinalIgnoreCase)) + ")";

    private static string Render(object token) => token switch
    {
        List<object> list => "(" + string.Join(' ', list.Select(Render)) + ")",
        Quoted text => "\"" + text.Value + "\"",
        _ => (string)token,
    };

    private sealed record Quoted(string Value);

    private static List<object> Tokens(string text, ref int at)
    {
        var tokens = new List<object>();
        while (at < text.Length)
        {
            switch (text[at])
            {
                case ' ':
                    at++;
                    break;
                case '(':
                    at++;
                    tokens.Add(Tokens(text, ref at));
                    break;
                case ')':
                    at++;
                    return tokens;
                case '"':
                    tokens.Add(ReadQuoted(text, ref at));
                    break;
                case '{':
                    int end = text.IndexOf('}', at);
                    int length = int.Parse(text[(at + 1)..end], System.Globalization.CultureInfo.InvariantCulture);
                    tokens.Add(new Quoted(text.Substring(end + 3, length)));
                    at = end + 3 + length;
                    break;
                default:
                    tokens.Add(ReadAtom(text, ref at));
                    break;
            }
        }

        return tokens;
    }

    private static Quoted ReadQuoted(string text, ref int at)
    {
        var value = new StringBuilder();
        for (at++; text[at] != '"'; at++)
        {
            at += text[at] == '\\' ? 1 : 0;
            value.Append(text[at]);
        }

        at++;
        return new Quoted(value.ToString());
    }

    private static string ReadAtom(string text, ref int at)
    {
        int start = at;
        int depth = 0;
        for (; at < text.Length && (depth > 0 || text[at] is not (' ' or ')' or '(')); at++)
        {
            depth += text[at] == '[' ? 1 : text[at] == ']' ? -1 : 0;
        }

        return text[start..at];
    }

    [GeneratedRegex(@"^ \[(?<name>[A-Z0-9-]+)(?<value>[^\]]*)\]", RegexOptions.IgnoreCase)]
    private static partial Regex ResponseCode();
}
