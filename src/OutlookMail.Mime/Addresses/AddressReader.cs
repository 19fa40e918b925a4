using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Reads address fields of messages: RFC 5322 §3.4 and §4.4, groups (RFC 6854), and what senders make of them.</summary>
internal sealed class AddressReader
{
    private readonly string text;
    private readonly List<MimeAddress> result = new();

    // The phrase or bare address so far, as written; the same with quotes resolved; the last comment; what stood in <>.
    private readonly StringBuilder raw = new();
    private readonly StringBuilder phrase = new();
    private string? comment;
    private string? angle;
    private string? group;
    private string? heldName;
    private bool hasAt;
    private int at;

    public AddressReader(string field) => text = HeaderText.Unfold(field);

    public IReadOnlyList<MimeAddress> Read()
    {
        while (at < text.Length)
        {
            char c = text[at];
            switch (c)
            {
                case '"':
                    TakeQuoted();
                    break;
                case '(':
                    comment = TakeComment() ?? comment;
                    break;
                case '<':
                    TakeAngle();
                    break;
                case ',':
                    Finish(mayHold: true);
                    at++;
                    break;
                case ';':
                    // Closes a group; elsewhere Outlook's users write it for a comma.
                    Finish(mayHold: false);
                    group = null;
                    at++;
                    break;
                case ':' when group == null && angle == null && raw.Length > 0 && !hasAt:
                    group = HeaderText.Decode(phrase.ToString());
                    Clear();
                    at++;
                    break;
                default:
                    hasAt |= c == '@';
                    raw.Append(c);
                    phrase.Append(c);
                    at++;
                    break;
            }
        }

        Finish(mayHold: false);
        return result;
    }

    private void TakeQuoted()
    {
        int start = at++;
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            phrase.Append(text[at++]);
        }

        at = System.Math.Min(at + 1, text.Length);
        raw.Append(text, start, at - start);
    }

    private string? TakeComment()
    {
        StringBuilder inner = new();
        int depth = 0;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '\\' && at + 1 < text.Length)
            {
                inner.Append(text[++at]);
                continue;
            }

            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0)
            {
                at++;
                break;
            }

            if (c != '(' || depth > 1)
            {
                inner.Append(c);
            }
        }

        // Blanks on both sides of a comment are one blank of the phrase.
        return inner.Length == 0 ? null : inner.ToString();
    }

    private void TakeAngle()
    {
        at++;
        StringBuilder inner = new();
        bool inQuotes = false;
        for (; at < text.Length; at++)
        {
            char c = text[at];
            if (!inQuotes && (c == '>' || c == '<'))
            {
                break;
            }

            if (c == '(' && !inQuotes)
            {
                TakeComment();
                at--;
                continue;
            }

            inQuotes ^= c == '"';
            inner.Append(c);
        }

        at += at < text.Length && text[at] == '>' ? 1 : 0;
        angle ??= WithoutRoute(inner.ToString());
    }

    /// <summary>RFC 5322 §4.4: @relay1,@relay2:user@host</summary>
    private static string WithoutRoute(string address)
    {
        string trimmed = address.Trim();
        int colon = trimmed.Length > 0 && trimmed[0] == '@' ? trimmed.IndexOf(':') : -1;
        return WithoutBlanks(colon < 0 ? trimmed : trimmed.Substring(colon + 1));
    }

    private static string WithoutBlanks(string address)
    {
        if (address.IndexOf(' ') < 0 && address.IndexOf('\t') < 0)
        {
            return address;
        }

        StringBuilder kept = new(address.Length);
        bool inQuotes = false;
        foreach (char c in address)
        {
            inQuotes ^= c == '"';
            if (inQuotes || c is not (' ' or '\t'))
            {
                kept.Append(c);
            }
        }

        return kept.ToString();
    }

    private void Finish(bool mayHold)
    {
        string bare = raw.ToString().Trim();
        if (angle == null && bare.Length > 0 && mayHold && !hasAt && comment == null && heldName == null)
        {
            // `Doe, John <john@x>` without quotes: kept until it shows whether an address follows.
            heldName = phrase.ToString().Trim();
            Clear();
            return;
        }

        if (angle != null)
        {
            string shown = HeaderText.Decode(phrase.ToString());
            if (heldName != null)
            {
                shown = HeaderText.Decode(heldName) + (shown.Length > 0 ? ", " + shown : "");
                heldName = null;
            }

            string? name = shown.Length > 0 ? shown : comment == null ? null : HeaderText.Decode(comment);
            if (angle.Length > 0 || name != null)
            {
                result.Add(MimeAddress.Unchecked(angle, name, group));
            }
        }
        else
        {
            ReleaseHeld();
            if (bare.Length > 0)
            {
                result.Add(MimeAddress.Unchecked(WithoutBlanks(bare), comment == null ? null : HeaderText.Decode(comment), group));
            }
        }

        Clear();
    }

    private void ReleaseHeld()
    {
        if (heldName != null)
        {
            result.Add(MimeAddress.Unchecked(WithoutBlanks(heldName), null, group));
            heldName = null;
        }
    }

    private void Clear()
    {
        raw.Clear();
        phrase.Clear();
        hasAt = false;
        comment = null;
        angle = null;
    }
}
