using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace OutlookMail.HelpBuilder;

/// <summary>Markdown as a terminal shows it: no markup, links written out.</summary>
internal static class PlainText
{
    internal static string Of(LeafBlock block)
    {
        var text = new StringBuilder();
        Append(text, block.Inline);
        return text.ToString().Trim();
    }

    internal static string Code(LeafBlock block) => block.Lines.ToString().TrimEnd();

    internal static IReadOnlyList<string> Paragraphs(IEnumerable<Block> blocks) => blocks.SelectMany(Paragraph).ToList();

    private static IEnumerable<string> Paragraph(Block block) => block switch
    {
        ListBlock list => list.OfType<ListItemBlock>().Select(i => "- " + string.Join(" ", Paragraphs(i))),
        CodeBlock code => [Indent(Code(code))],
        LeafBlock { Inline: not null } leaf => [Of(leaf)],
        ContainerBlock container => Paragraphs(container),
        _ => [],
    };

    private static string Indent(string code) => string.Join("\n", code.Split('\n').Select(l => "    " + l));

    private static void Append(StringBuilder text, ContainerInline? inlines)
    {
        foreach (Inline inline in inlines ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.ToString());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case AutolinkInline link:
                    text.Append(link.Url);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.ToString());
                    break;
                case LinkInline link:
                    Append(text, link);
                    if (link.Url is { } url && url.StartsWith("http", System.StringComparison.Ordinal))
                    {
                        text.Append(" (").Append(url).Append(')');
                    }

                    break;
                case ContainerInline container:
                    Append(text, container);
                    break;
            }
        }
    }
}
