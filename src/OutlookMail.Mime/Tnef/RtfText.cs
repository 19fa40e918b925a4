using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>The text that RTF carries, or the HTML that Outlook wrapped into it (MS-OXRTFEX §2.1).</summary>
internal sealed class RtfText
{
    // RTF nests two or three deep; what goes further is not followed.
    private const int MaxDepth = 200;

    private readonly byte[] rtf;
    private readonly StringBuilder text = new();
    private readonly List<byte> octets = new();
    private readonly Stack<State> saved = new();
    private Encoding charset = Charsets.Western;
    private State state;
    private bool isHtml;
    private int skip;
    private int at;
    private int ignoredDepth;

    private RtfText(byte[] rtf) => this.rtf = rtf;

    public static string Read(byte[] rtf, out bool isHtml)
    {
        RtfText reader = new(rtf);
        reader.state.UnicodeSkip = 1;
        reader.ReadAll();
        isHtml = reader.isHtml;
        return reader.text.ToString();
    }

    private void ReadAll()
    {
        while (at < rtf.Length)
        {
            byte c = rtf[at++];
            switch (c)
            {
                case (byte)'{':
                    Open();
                    break;
                case (byte)'}':
                    Close();
                    break;
                case (byte)'\\':
                    Control();
                    break;
                case (byte)'\r' or (byte)'\n':
                    break;
                default:
                    Octet(c);
                    break;
            }
        }

        Flush();
    }

    private void Open()
    {
        if (saved.Count >= MaxDepth)
        {
            ignoredDepth++;
            return;
        }

        Flush();
        saved.Push(state);
    }

    private void Close()
    {
        Flush();
        if (ignoredDepth > 0)
        {
            ignoredDepth--;
        }
        else if (saved.Count > 0)
        {
            state = saved.Pop();
        }
    }

    private void Control()
    {
        if (at >= rtf.Length)
        {
            return;
        }

        byte c = rtf[at];
        if (!IsLetter(c))
        {
            at++;
            Symbol(c);
            return;
        }

        int start = at;
        while (at < rtf.Length && IsLetter(rtf[at]))
        {
            at++;
        }

        string word = Encoding.ASCII.GetString(rtf, start, Math.Min(at - start, 32));
        int? number = Number();
        if (at < rtf.Length && rtf[at] == (byte)' ')
        {
            at++;
        }

        Word(word, number);
        state.IsStarred = false;
    }

    private int? Number()
    {
        int start = at;
        bool isNegative = at < rtf.Length && rtf[at] == (byte)'-';
        at += isNegative ? 1 : 0;
        int value = 0;
        int digits = 0;
        for (; at < rtf.Length && rtf[at] is >= (byte)'0' and <= (byte)'9' && digits < 9; at++, digits++)
        {
            value = (value * 10) + (rtf[at] - '0');
        }

        if (digits == 0)
        {
            at = start;
            return null;
        }

        return isNegative ? -value : value;
    }

    private void Symbol(byte c)
    {
        switch (c)
        {
            case (byte)'\'' when at + 1 < rtf.Length:
                int value = HexPair.Value(rtf[at], rtf[at + 1]);
                at += value < 0 ? 0 : 2;
                if (value >= 0)
                {
                    Octet((byte)value);
                }

                break;
            case (byte)'*':
                state.IsStarred = true;
                break;
            case (byte)'~':
                Character('\u00A0');
                break;
            case (byte)'\\' or (byte)'{' or (byte)'}':
                Octet(c);
                break;
        }
    }

    private void Word(string word, int? number)
    {
        switch (word)
        {
            case "fromhtml":
                isHtml = number != 0;
                break;
            case "htmlrtf":
                Flush();
                state.IsHidden = isHtml && number != 0;
                break;
            case "htmltag" or "mhtmltag":
                // The m form repeats the tag with the addresses that the RTF side uses.
                state.IsSkipped = word == "mhtmltag";
                break;
            case "ansicpg" when number > 0:
                charset = Charsets.Find("cp" + number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture)) ?? charset;
                break;
            case "uc":
                state.UnicodeSkip = Math.Min(Math.Max(number ?? 1, 0), 16);
                break;
            case "u" when number != null:
                Character((char)(ushort)number.Value);
                skip = state.UnicodeSkip;
                break;
            case "par" or "line":
                Raw("\r\n");
                break;
            case "tab":
                Raw("\t");
                break;
            case "lquote":
                Character('\u2018');
                break;
            case "rquote":
                Character('\u2019');
                break;
            case "ldblquote":
                Character('\u201C');
                break;
            case "rdblquote":
                Character('\u201D');
                break;
            case "bullet":
                Character('\u2022');
                break;
            case "endash":
                Character('\u2013');
                break;
            case "emdash":
                Character('\u2014');
                break;
            case "fonttbl" or "colortbl" or "stylesheet" or "info" or "pict" or "object" or "header" or "footer" or "generator" or "pntext":
                state.IsSkipped = true;
                break;
            default:
                // RTF 1.9: a starred destination that the reader does not know is passed over whole.
                state.IsSkipped |= state.IsStarred;
                break;
        }
    }

    private void Octet(byte c)
    {
        if (skip > 0)
        {
            skip--;
        }
        else if (IsShown)
        {
            octets.Add(c);
        }
    }

    private bool IsShown => !state.IsSkipped && !state.IsHidden;

    private void Character(char c)
    {
        if (IsShown)
        {
            Flush();
            text.Append(c);
        }
    }

    private void Raw(string ending)
    {
        if (IsShown)
        {
            Flush();
            text.Append(ending);
        }
    }

    private void Flush()
    {
        if (octets.Count > 0)
        {
            text.Append(charset.GetString(octets.ToArray()));
            octets.Clear();
        }
    }

    private static bool IsLetter(byte c) => c is >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z';

    private struct State
    {
        public bool IsSkipped;
        public bool IsHidden;
        public bool IsStarred;
        public int UnicodeSkip;
    }
}
