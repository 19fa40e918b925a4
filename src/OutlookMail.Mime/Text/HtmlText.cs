using System;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OutlookMail.Mime;

/// <summary>Readable text from HTML. The parser runs without a browsing context: no script runs, nothing is loaded.</summary>
public static class HtmlText
{
    /// <summary>Paragraphs become lines, list items get a dash, links keep their address when the text does not show it.</summary>
    public static string FromHtml(string html)
    {
        IHtmlDocument document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        HtmlTextWriter writer = new();
        INode? top = document.Body;
        INode? node = top;

        // Not recursive: a sender may nest elements as deep as he likes.
        while (node != null)
        {
            bool descend = writer.Enter(node);
            if (descend && node.FirstChild != null)
            {
                node = node.FirstChild;
                continue;
            }

            while (node != null)
            {
                writer.Leave(node);
                if (ReferenceEquals(node, top))
                {
                    node = null;
                }
                else if (node.NextSibling != null)
                {
                    node = node.NextSibling;
                    break;
                }
                else
                {
                    node = node.Parent;
                }
            }
        }

        return writer.ToString();
    }
}
