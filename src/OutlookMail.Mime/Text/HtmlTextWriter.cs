using System;
using System.Text;
using AngleSharp.Dom;

namespace OutlookMail.Mime;

/// <summary>Collects the text of elements, blanks and line ends as a browser would show them.</summary>
internal sealed class HtmlTextWriter
{
    private readonly StringBuilder text = new();
    private int preformatted;
    private int wantedLineEnds;
    private bool wantsBlank;

    /// <summary>False when nothing inside the node is shown.</summary>
    public bool Enter(INode node)
    {
        if (node is IText run)
        {
            Append(run.Data);
            return false;
        }

        if (node is not IElement element)
        {
            return false;
        }

        switch (element.LocalName)
        {
            case "script" or "style" or "head" or "title" or "template" or "noscript" or "object" or "svg" or "iframe" or "textarea" or "select":
                return false;
            case "br":
                EndLine(1, always: true);
                break;
            case "hr":
                EndLine(1, always: false);
                Append("----------");
                EndLine(1, always: false);
                break;
            case "img":
                AppendImage(element);
                break;
            case "li":
                EndLine(1, always: false);
                Append("- ");
                wantsBlank = false;
                text.Append(text.Length > 0 && text[text.Length - 1] == '-' ? " " : "");
                break;
            case "td" or "th":
                wantsBlank = true;
                break;
            case "pre":
                EndLine(1, always: false);
                preformatted++;
                break;
            default:
                EndLine(LineEndsAround(element.LocalName), always: false);
                break;
        }

        return true;
    }

    public void Leave(INode node)
    {
        if (node is not IElement element)
        {
            return;
        }

        switch (element.LocalName)
        {
            case "pre":
                preformatted--;
                EndLine(1, always: false);
                break;
            case "a":
                AppendLink(element);
                break;
            case "li" or "tr":
                EndLine(1, always: false);
                break;
            default:
                EndLine(LineEndsAround(element.LocalName), always: false);
                break;
        }
    }

    public override string ToString() => text.ToString().TrimEnd();

    private static int LineEndsAround(string name) => name switch
    {
        "p" or "h1" or "h2" or "h3" or "h4" or "h5" or "h6" or "ul" or "ol" or "dl" or "blockquote" or "table" => 2,
        "div" or "tr" or "dt" or "dd" or "section" or "article" or "header" or "footer" or "address" or "form" or "center" or "fieldset" => 1,
        _ => 0,
    };

    private void EndLine(int count, bool always)
    {
        if (always)
        {
            Flush();
            text.Append("\r\n");
            wantsBlank = false;
        }
        else if (count > 0)
        {
            wantedLineEnds = Math.Max(wantedLineEnds, count);
            wantsBlank = false;
        }
    }

    private void Append(string run)
    {
        if (preformatted > 0)
        {
            Flush();
            text.Append(run.Replace("\r\n", "\n").Replace("\n", "\r\n"));
            return;
        }

        foreach (char c in run)
        {
            if (c is ' ' or '\t' or '\r' or '\n' or '\f')
            {
                wantsBlank = true;
                continue;
            }

            Flush();
            text.Append(c == '\u00A0' ? ' ' : c);
        }
    }

    private void Flush()
    {
        if (wantedLineEnds > 0 && text.Length > 0)
        {
            int present = TrailingLineEnds();
            for (; present < wantedLineEnds; present++)
            {
                text.Append("\r\n");
            }
        }

        if (wantsBlank && text.Length > 0 && text[text.Length - 1] is not ('\n' or ' '))
        {
            text.Append(' ');
        }

        wantedLineEnds = 0;
        wantsBlank = false;
    }

    private int TrailingLineEnds()
    {
        int count = 0;
        for (int i = text.Length - 1; i >= 0 && text[i] is '\r' or '\n' && count < 2; i--)
        {
            count += text[i] == '\n' ? 1 : 0;
        }

        return count;
    }

    private void AppendImage(IElement element)
    {
        string? alternative = element.GetAttribute("alt");
        if (!string.IsNullOrWhiteSpace(alternative))
        {
            Append("[" + alternative!.Trim() + "]");
        }
    }

    private void AppendLink(IElement element)
    {
        string? target = element.GetAttribute("href")?.Trim();
        if (string.IsNullOrEmpty(target) || target!.StartsWith("#", StringComparison.Ordinal) || target.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        string address = target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase) ? target.Substring(7) : target;
        string shown = element.TextContent.Trim();
        if (shown.Length > 0 && address.IndexOf(shown, StringComparison.OrdinalIgnoreCase) < 0)
        {
            Append(" <" + address + ">");
        }
    }
}
