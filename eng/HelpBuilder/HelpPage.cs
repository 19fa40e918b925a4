using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Markdig;
using Markdig.Syntax;

namespace OutlookMail.HelpBuilder;

/// <summary>One cmdlet's page: the headings of platyPS, without the parts that the DLL knows better.</summary>
internal sealed class HelpPage
{
    private HelpPage(string name) => Name = name;

    internal string Name { get; }

    internal IReadOnlyList<string> Synopsis { get; private set; } = [];

    internal IReadOnlyList<string> Description { get; private set; } = [];

    internal IReadOnlyList<HelpExample> Examples { get; private set; } = [];

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Parameters { get; private set; } = new Dictionary<string, IReadOnlyList<string>>();

    internal IReadOnlyList<string> Inputs { get; private set; } = [];

    internal IReadOnlyList<string> Outputs { get; private set; } = [];

    internal IReadOnlyList<string> Notes { get; private set; } = [];

    /// <summary>Names of cmdlets and about topics, and links.</summary>
    internal IReadOnlyList<string> Links { get; private set; } = [];

    internal static HelpPage Read(string path)
    {
        MarkdownDocument document = Markdown.Parse(File.ReadAllText(path));
        List<Block> blocks = document.ToList();
        if (blocks.FirstOrDefault() is not HeadingBlock { Level: 1 } title)
        {
            throw new InvalidDataException($"{path} does not begin with the cmdlet's name as its heading.");
        }

        var page = new HelpPage(PlainText.Of(title));
        foreach ((string heading, List<Block> body) in Sections(blocks.Skip(1), level: 2))
        {
            page.Take(path, heading, body);
        }

        return page;
    }

    private void Take(string path, string heading, List<Block> body)
    {
        switch (heading)
        {
            case "SYNOPSIS":
                Synopsis = PlainText.Paragraphs(body);
                break;
            case "DESCRIPTION":
                Description = PlainText.Paragraphs(body);
                break;
            case "EXAMPLES":
                Examples = Sections(body, level: 3).Select(s => new HelpExample(
                    s.Heading,
                    string.Join("\n\n", s.Body.OfType<FencedCodeBlock>().Select(PlainText.Code)),
                    PlainText.Paragraphs(s.Body.Where(b => b is not FencedCodeBlock)))).ToList();
                break;
            case "PARAMETERS":
                Parameters = Sections(body, level: 3).ToDictionary(
                    s => s.Heading.TrimStart('-'), s => PlainText.Paragraphs(s.Body), StringComparer.OrdinalIgnoreCase);
                break;
            case "INPUTS":
                Inputs = PlainText.Paragraphs(body);
                break;
            case "OUTPUTS":
                Outputs = PlainText.Paragraphs(body);
                break;
            case "NOTES":
                Notes = PlainText.Paragraphs(body);
                break;
            case "RELATED LINKS":
                Links = body.OfType<ListBlock>().SelectMany(l => l.OfType<ListItemBlock>())
                    .Select(i => PlainText.Of((LeafBlock)i[0])).ToList();
                break;
            default:
                throw new InvalidDataException($"{path}: '{heading}' is no heading of a cmdlet's page.");
        }
    }

    private static IEnumerable<(string Heading, List<Block> Body)> Sections(IEnumerable<Block> blocks, int level)
    {
        (string Heading, List<Block> Body)? open = null;
        foreach (Block block in blocks)
        {
            if (block is HeadingBlock heading && heading.Level == level)
            {
                if (open is { } done)
                {
                    yield return done;
                }

                open = (PlainText.Of(heading), []);
            }
            else
            {
                open?.Body.Add(block);
            }
        }

        if (open is { } last)
        {
            yield return last;
        }
    }
}
