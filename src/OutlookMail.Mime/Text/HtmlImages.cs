using System;
using AngleSharp;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OutlookMail.Mime;

/// <summary>The images that HTML shows, and where they come from.</summary>
public static class HtmlImages
{
    private static readonly string[] Attributes = { "src", "background" };

    /// <summary>Gives images another source.</summary>
    /// <param name="source">Called with each source; null leaves it as it is.</param>
    /// <returns>The same text when no source changed.</returns>
    public static string Replace(string html, Func<string, string?> source)
    {
        IHtmlDocument document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        bool changed = false;
        foreach (IElement element in document.QuerySelectorAll("img[src],[background]"))
        {
            foreach (string name in Attributes)
            {
                if (element.GetAttribute(name) is { Length: > 0 } value && source(value.Trim()) is string other)
                {
                    element.SetAttribute(name, other);
                    changed = true;
                }
            }
        }

        return changed ? document.ToHtml() : html;
    }
}
