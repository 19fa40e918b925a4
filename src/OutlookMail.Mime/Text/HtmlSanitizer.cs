using System;
using System.Collections.Generic;
using System.Linq;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace OutlookMail.Mime;

/// <summary>HTML that only shows something: what runs, loads, submits or leaves the page is taken out.</summary>
public static class HtmlSanitizer
{
    private static readonly HashSet<string> Shown = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
        "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "i", "img", "ins", "kbd", "li", "main", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "span", "strike",
        "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
    };

    private static readonly HashSet<string> Dropped = new(StringComparer.OrdinalIgnoreCase)
    {
        "script", "style", "iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "base", "meta", "link", "title", "head", "noscript", "template",
        "svg", "math", "audio", "video", "canvas", "input", "button", "select", "textarea", "option", "datalist", "xml",
    };

    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "class", "color", "cols", "colspan", "datetime", "dir", "face", "height", "href", "id",
        "lang", "name", "nowrap", "rel", "rowspan", "scope", "size", "span", "src", "start", "style", "summary", "title", "type", "valign", "value", "width",
    };

    private static readonly string[] LinkSchemes = { "http:", "https:", "mailto:", "tel:", "#" };
    private static readonly string[] ImageSchemes = { "http:", "https:", "cid:", "data:image/" };
    private static readonly string[] StyleDangers = { "expression", "javascript:", "behavior", "-moz-binding", "url(", "@import", "\\", "/*", "position" };

    /// <summary>What the body shows, without the elements html, head and body around it.</summary>
    public static string Body(string html)
    {
        IHtmlDocument document = new HtmlParser(new HtmlParserOptions { IsScripting = false }).ParseDocument(html);
        if (document.Body is not { } body)
        {
            return "";
        }

        // A list made first: the tree changes on the way. Comments hide what old Outlook runs ("[if mso]").
        foreach (INode node in body.Descendants().ToList())
        {
            if (node is IComment or IProcessingInstruction)
            {
                node.Parent?.RemoveChild(node);
            }
            else if (node is IElement element)
            {
                Clean(element);
            }
        }

        return body.InnerHtml.Trim();
    }

    private static void Clean(IElement element)
    {
        if (Dropped.Contains(element.LocalName) || element.NamespaceUri is { } space && space != NamespaceNames.HtmlUri)
        {
            element.Remove();
            return;
        }

        if (!Shown.Contains(element.LocalName))
        {
            // Office's <o:p> and elements that nobody knows: their text stays.
            element.Replace(element.ChildNodes.ToArray());
            return;
        }

        foreach (IAttr attribute in element.Attributes.ToList())
        {
            if (!IsHarmless(element, attribute.Name, attribute.Value))
            {
                element.RemoveAttribute(attribute.Name);
            }
        }

        if (element.LocalName == "a" && element.HasAttribute("href"))
        {
            element.SetAttribute("rel", "noopener noreferrer");
        }
    }

    private static bool IsHarmless(IElement element, string name, string value)
    {
        // Blanks and control characters inside a scheme are skipped by browsers, so "java\nscript:" is one.
        string bare = new(value.Where(c => c > ' ' && !char.IsControl(c)).ToArray());
        return Kept.Contains(name) && name.ToLowerInvariant() switch
        {
            "href" => element.LocalName == "a" && Begins(bare, LinkSchemes),
            "src" => element.LocalName == "img" && Begins(bare, ImageSchemes) && !bare.StartsWith("data:image/svg", StringComparison.OrdinalIgnoreCase),
            "style" => !StyleDangers.Any(danger => bare.IndexOf(danger, StringComparison.OrdinalIgnoreCase) >= 0),
            _ => true,
        };
    }

    private static bool Begins(string value, string[] schemes) => schemes.Any(scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
}
