using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Store;

/// <summary>
/// From what a person writes to FTS5's language (sqlite.org/fts5.html#full_text_query_syntax): words, all of which must be
/// there; "phrases"; word* for what begins so; -word for what must not be there; OR between two; and subject:, from:, to:,
/// body:, attachment: before any of these.
/// </summary>
public static class MatchExpression
{
    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["subject"] = "subject",
        ["from"] = "sender",
        ["to"] = "recipients",
        ["body"] = "body",
        ["attachment"] = "attachments",
    };

    /// <param name="text">What a person wrote.</param>
    /// <param name="beginnings">What to look for in place of a word* (given without its star): expressions, any of which will
    /// do. Null: FTS5's own way.</param>
    /// <exception cref="FormatException">Nothing is searched for, or an OR has no neighbour.</exception>
    public static string From(string text, Func<string, IReadOnlyList<string>>? beginnings = null)
    {
        beginnings ??= words => [Quoted(words) + "*"];
        var wanted = new StringBuilder();
        var unwanted = new List<string>();
        var needsOperand = true;
        var at = 0;
        while (Next(text, ref at, beginnings) is { } term)
        {
            if (term.IsOr)
            {
                if (needsOperand)
                {
                    throw new FormatException("OR stands between two words.");
                }

                wanted.Append(" OR ");
                needsOperand = true;
            }
            else if (term.IsUnwanted)
            {
                unwanted.Add(term.Expression);
            }
            else
            {
                wanted.Append(needsOperand ? "" : " AND ").Append(term.Expression);
                needsOperand = false;
            }
        }

        if (needsOperand)
        {
            throw new FormatException(wanted.Length > 0 ? "OR stands between two words." : "It names no word to look for.");
        }

        // FTS5 binds AND closer than OR, as people read it.
        return unwanted.Count == 0 ? wanted.ToString() : "(" + wanted + ") NOT (" + string.Join(" OR ", unwanted) + ")";
    }

    /// <summary>The words one behind the other, as they are.</summary>
    public static string Quoted(string words) => "\"" + words.Replace("\"", "\"\"") + "\"";

    private static Term? Next(string text, ref int at, Func<string, IReadOnlyList<string>> beginnings)
    {
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var start = at;
            var isUnwanted = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            at += isUnwanted ? 1 : 0;
            var column = Column(text, ref at);
            var isPhrase = at < text.Length && text[at] == '"';
            var words = isPhrase ? Phrase(text, ref at) : Word(text, ref at);
            if (!isPhrase && !isUnwanted && column.Length == 0 && words == "OR")
            {
                return new Term("", false, true);
            }

            var isPrefix = words.EndsWith("*", StringComparison.Ordinal) || (isPhrase && at < text.Length && text[at] == '*');
            at += isPhrase && isPrefix ? 1 : 0;
            words = words.TrimEnd('*');
            // Punctuation alone is no word to the index either.
            if (HasWord(words))
            {
                return new Term(column + (isPrefix ? AnyOf(beginnings(words)) : Quoted(words)), isUnwanted, false);
            }

            at = Math.Max(at, start + 1);
        }

        return null;
    }

    private static string AnyOf(IReadOnlyList<string> expressions) =>
        expressions.Count == 1 ? expressions[0] : "(" + string.Join(" OR ", expressions) + ")";

    private static string Column(string text, ref int at)
    {
        var colon = text.IndexOf(':', at);
        if (colon < 0 || !Columns.TryGetValue(text.Substring(at, colon - at), out var column))
        {
            return "";
        }

        at = colon + 1;
        return column + ":";
    }

    private static string Phrase(string text, ref int at)
    {
        var end = text.IndexOf('"', at + 1);
        end = end < 0 ? text.Length : end;
        var phrase = text.Substring(at + 1, end - at - 1);
        at = Math.Min(text.Length, end + 1);
        return phrase;
    }

    private static string Word(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && (at == start || text[at] != '"'))
        {
            at++;
        }

        return text.Substring(start, at - start);
    }

    private static bool HasWord(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsLetterOrDigit(text, i))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Term
    {
        public Term(string expression, bool isUnwanted, bool isOr)
        {
            Expression = expression;
            IsUnwanted = isUnwanted;
            IsOr = isOr;
        }

        public string Expression { get; }

        public bool IsUnwanted { get; }

        public bool IsOr { get; }
    }
}
