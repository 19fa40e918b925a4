using System.Collections.Generic;
using System.Linq;
using System.Text;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace OutlookMail.HelpBuilder;

/// <summary>An about topic as text: headings in capitals, paragraphs wrapped at 76 columns and indented by four.</summary>
internal static class AboutTopic
{
    private const int Width = 76;
    private const string Margin = "    ";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

    internal static string Render(string markdown)
    {
        var text = new StringBuilder();
        foreach (Block block in Markdown.Parse(markdown, Pipeline))
        {
            switch (block)
            {
                case HeadingBlock heading:
                    text.Append(heading.Level == 1 ? "TOPIC\n" + Margin + PlainText.Of(heading) : PlainText.Of(heading).ToUpperInvariant());
                    text.Append('\n');
                    break;
                case CodeBlock code:
                    foreach (string line in PlainText.Code(code).Split('\n'))
                    {
                        text.Append(Margin).Append(Margin).Append(line).Append('\n');
                    }

                    text.Append('\n');
                    continue;
                case Table table:
                    AppendTable(text, table);
                    break;
                default:
                    foreach (string paragraph in PlainText.Paragraphs([block]))
                    {
                        Wrap(text, paragraph);
                    }

                    break;
            }

            text.Append('\n');
        }

        return text.ToString().TrimEnd() + "\n";
    }

    // A table becomes one entry a row, its first cell on a line of its own: columns would not fit a terminal.
    private static void AppendTable(StringBuilder text, Table table)
    {
        foreach (TableRow row in table.OfType<TableRow>().Where(r => !r.IsHeader))
        {
            List<string> cells = row.OfType<TableCell>().Select(c => string.Join(" ", PlainText.Paragraphs(c))).ToList();
            text.Append(Margin).Append(cells[0]).Append('\n');
            foreach (string cell in cells.Skip(1))
            {
                Wrap(text, cell, Margin + Margin);
            }

            text.Append('\n');
        }
    }

    private static void Wrap(StringBuilder text, string paragraph, string margin = Margin)
    {
        int column = 0;
        foreach (string word in paragraph.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(column == 0 ? margin : " ").Append(word);
            column += column == 0 ? margin.Length + word.Length : word.Length + 1;
        }

        text.Append('\n');
    }
}
