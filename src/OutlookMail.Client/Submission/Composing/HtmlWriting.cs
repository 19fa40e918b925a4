using System;
using System.Net;
using Markdig;

namespace OutlookMail.Client;

/// <summary>HTML out of other texts, and one after the other.</summary>
internal static class HtmlWriting
{
    // HTML within Markdown is shown as it is typed: what comes out holds no script and no image that nobody sees.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .DisableHtml()
        .UsePipeTables()
        .UseAutoLinks()
        .UseEmphasisExtras()
        .UseListExtras()
        .UseTaskLists()
        .UseFootnotes()
        .Build();

    public static string FromMarkdown(string markdown) => Markdown.ToHtml(markdown, Pipeline);

    /// <summary>Lines stay lines.</summary>
    public static string FromText(string text) =>
        "<div>" + WebUtility.HtmlEncode(text).Replace("\r\n", "\n").Replace("\r", "\n").Replace("\n", "<br>\r\n") + "</div>";

    /// <summary>Puts a fragment at the end of the body, be it a whole document or a fragment itself.</summary>
    public static string Append(string html, string fragment)
    {
        var end = html.LastIndexOf("</body", StringComparison.OrdinalIgnoreCase);
        return end < 0 ? html + "\r\n" + fragment : html.Substring(0, end) + fragment + "\r\n" + html.Substring(end);
    }
}
