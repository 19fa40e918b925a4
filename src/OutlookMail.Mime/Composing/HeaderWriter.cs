using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>Writes header fields: folded at 78 characters, never past 998 (RFC 5322 §2.1.1), encoded words and RFC 2231
/// parameters where the text is not ASCII.</summary>
internal sealed class HeaderWriter
{
    private const int FoldAt = 78;
    private const int HardLimit = 998;

    private readonly StringBuilder text = new();
    private readonly bool utf8;
    private int column;

    /// <param name="utf8">Addresses may be written in UTF-8 (RFC 6532), which only SMTPUTF8 servers take.</param>
    public HeaderWriter(bool utf8) => this.utf8 = utf8;

    public byte[] ToBytes() => Charsets.Utf8.GetBytes(text.ToString());

    /// <summary>A field of free text, such as Subject.</summary>
    public void Unstructured(string name, string value)
    {
        HeaderValue.Refuse(value, "The " + name + " field", allowNonAscii: true);
        Begin(name);
        if (EncodedWordWriter.MustEncode(value) || HasLongWord(value))
        {
            Words(EncodedWordWriter.Encode(value, FoldAt - column));
        }
        else
        {
            FoldText(value);
        }

        End();
    }

    /// <summary>A field whose text stands as it is given; it may fold at its blanks.</summary>
    public void Structured(string name, string value)
    {
        HeaderValue.Refuse(value, "The " + name + " field", allowNonAscii: utf8);
        Begin(name);
        FoldText(value);
        End();
    }

    public void Addresses(string name, IReadOnlyList<MimeAddress> addresses)
    {
        if (addresses.Count == 0)
        {
            return;
        }

        Begin(name);
        for (int i = 0; i < addresses.Count; i++)
        {
            string end = i < addresses.Count - 1 ? "," : "";
            string address = AddressWire.ForHeader(addresses[i].Address, utf8);
            if (string.IsNullOrEmpty(addresses[i].Name))
            {
                Token(address + end);
                continue;
            }

            Phrase(addresses[i].Name!);
            Token("<" + address + ">" + end);
        }

        End();
    }

    /// <summary>A phrase and something in angle brackets, such as List-Id.</summary>
    public void Addressed(string name, string? phrase, string inBrackets)
    {
        Begin(name);
        if (!string.IsNullOrEmpty(phrase))
        {
            HeaderValue.Refuse(phrase!, "The " + name + " field", allowNonAscii: true);
            Phrase(phrase!);
        }

        Token("<" + inBrackets + ">");
        End();
    }

    /// <summary>Ids in angle brackets, such as References.</summary>
    public void Ids(string name, IReadOnlyList<string> ids, string separator = "")
    {
        if (ids.Count == 0)
        {
            return;
        }

        Begin(name);
        for (int i = 0; i < ids.Count; i++)
        {
            Token("<" + ids[i] + ">" + (i < ids.Count - 1 ? separator : ""));
        }

        End();
    }

    /// <summary>A token and its parameters, such as Content-Type.</summary>
    public void WithParameters(string name, string value, params (string Name, string? Value)[] parameters)
    {
        Begin(name);
        List<string> pieces = new() { value };
        foreach ((string parameter, string? parameterValue) in parameters)
        {
            if (parameterValue != null)
            {
                HeaderValue.Refuse(parameterValue, "The " + parameter + " parameter", allowNonAscii: true);
                pieces.AddRange(ParameterWriter.Write(parameter, parameterValue));
            }
        }

        for (int i = 0; i < pieces.Count; i++)
        {
            Token(pieces[i] + (i < pieces.Count - 1 ? ";" : ""));
        }

        End();
    }

    private void Begin(string name)
    {
        text.Append(name).Append(':');
        column = name.Length + 1;
    }

    private void End()
    {
        text.Append("\r\n");
        column = 0;
    }

    private void Phrase(string name)
    {
        if (EncodedWordWriter.MustEncode(name) || HasLongWord(name))
        {
            Words(EncodedWordWriter.Encode(name, FoldAt - column - 1));
            return;
        }

        bool isAtoms = true;
        foreach (char c in name)
        {
            isAtoms &= c is ' ' or >= '0' and <= '9' or >= 'A' and <= 'Z' or >= 'a' and <= 'z' || "!#$%&'*+-/=?^_`{|}~".IndexOf(c) >= 0;
        }

        isAtoms &= name.IndexOf("  ", StringComparison.Ordinal) < 0;
        FoldText(isAtoms ? name : "\"" + name.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"");
    }

    private void Words(IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            Token(word);
        }
    }

    /// <summary>Text whose blanks are places to fold, each blank kept.</summary>
    private void FoldText(string value)
    {
        int at = 0;
        bool isFirst = true;
        while (at < value.Length || isFirst)
        {
            int blanks = at;
            while (blanks < value.Length && value[blanks] is ' ' or '\t')
            {
                blanks++;
            }

            int end = blanks;
            while (end < value.Length && value[end] is not (' ' or '\t'))
            {
                end++;
            }

            string lead = isFirst ? " " : value.Substring(at, blanks - at);
            string word = isFirst ? value.Substring(at, end - at) : value.Substring(blanks, end - blanks);
            Put(lead, word);
            at = end;
            isFirst = false;
        }
    }

    private void Token(string token) => Put(" ", token);

    private void Put(string lead, string word)
    {
        int length = lead.Length + word.Length;
        if (column + length > FoldAt && column > 1 && text[text.Length - 1] != '\n' && lead.Length > 0 && !IsFirstWord())
        {
            text.Append("\r\n");
            column = 0;
        }

        if (column + length > HardLimit)
        {
            throw new MimeFormatException("A word is too long for a header line of 998 characters.", HardLimit);
        }

        text.Append(lead).Append(word);
        column += length;
    }

    /// <summary>A fold right after the colon would leave a line of blanks only, which some readers take for the body's start.</summary>
    private bool IsFirstWord() => text[text.Length - 1] == ':';

    private static bool HasLongWord(string value)
    {
        int run = 0;
        foreach (char c in value)
        {
            run = c is ' ' or '\t' ? 0 : run + 1;
            if (run > HardLimit - 100)
            {
                return true;
            }
        }

        return false;
    }
}
