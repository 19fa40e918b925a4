using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using HandlebarsDotNet;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>
/// A file with the text of many mails: Handlebars over HTML (.html, .htm), Markdown (.md) or plain text. Data is escaped for
/// what it is put into, so that a row can show no element, link or header of its own. Its partials are files
/// beside it with the same extension.
/// </summary>
public sealed class MailTemplate
{
    // No name leaves the folder.
    private static readonly Regex PartialName = new(@"\{\{~?#?>\s*[""']?([^\s{}()~/\\""']+)", RegexOptions.CultureInvariant);

    private static readonly Regex Comment = new(@"\{\{~?!--.*?--~?\}\}|\{\{~?![^}]*\}\}", RegexOptions.CultureInvariant | RegexOptions.Singleline);

    private readonly string path;
    private readonly Kind kind;
    private readonly TemplateText body;
    private readonly Dictionary<string, TemplateText> fields = new(StringComparer.Ordinal);

    private MailTemplate(string path, Kind kind, TemplateText body)
    {
        this.path = path;
        this.kind = kind;
        this.body = body;
    }

    private enum Kind
    {
        Html,
        Markdown,
        Text,
    }

    /// <exception cref="OutlookMail.Model.OutlookMailException">It cannot be read, or is no template.</exception>
    public static MailTemplate Load(string path)
    {
        var extension = Path.GetExtension(path);
        var kind = extension.StartsWith(".htm", StringComparison.OrdinalIgnoreCase) ? Kind.Html
            : extension.Equals(".md", StringComparison.OrdinalIgnoreCase) ? Kind.Markdown
            : Kind.Text;
        try
        {
            var full = Path.GetFullPath(path);
            var text = File.ReadAllText(full);
            ITextEncoder encoder = kind switch
            {
                Kind.Html => new HtmlEncoder(),
                Kind.Markdown => new MarkdownEncoder(),
                _ => new PlainEncoder(),
            };
            return new MailTemplate(full, kind, TemplateText.Compile(text, encoder, Partials(text, Path.GetDirectoryName(full)!, extension)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HandlebarsException or ArgumentException)
        {
            throw ComposingErrors.TemplateInvalid(path, e.Message, e);
        }
    }

    // Only those that are named, by the template or by one of them: what else lies in the folder may be no template at all.
    private static Dictionary<string, string> Partials(string template, string folder, string extension)
    {
        var partials = new Dictionary<string, string>(StringComparer.Ordinal);
        var unread = new Queue<string>(new[] { template });
        while (unread.Count > 0)
        {
            foreach (Match match in PartialName.Matches(Comment.Replace(unread.Dequeue(), "")))
            {
                var name = match.Groups[1].Value;
                if (!partials.ContainsKey(name))
                {
                    var file = new[] { name, "_" + name }.Select(one => Path.Combine(folder, one + extension)).FirstOrDefault(File.Exists)
                        ?? throw new FileNotFoundException($"It has no partial '{name}': neither {name}{extension} nor _{name}{extension} lies beside it.");
                    partials.Add(name, File.ReadAllText(file));
                    unread.Enqueue(partials[name]);
                }
            }
        }

        return partials;
    }

    /// <summary>Fills in a mail's text, and its subject and addresses where they hold {{field}}.</summary>
    /// <exception cref="OutlookMail.Model.OutlookMailException">TemplateDataMissing: the row lacks fields that are named.</exception>
    public void Apply(MailDraft draft, IReadOnlyDictionary<string, object?> row)
    {
        var missing = new SortedSet<string>(StringComparer.Ordinal);
        try
        {
            var text = body.Render(row, missing);
            draft.Subject = Fill(draft.Subject, row, missing);
            draft.To = Addresses(draft.To, row, missing);
            draft.Cc = Addresses(draft.Cc, row, missing);
            draft.Bcc = Addresses(draft.Bcc, row, missing);
            if (missing.Count > 0)
            {
                throw ComposingErrors.TemplateDataMissing(path, missing.ToArray());
            }

            if (kind == Kind.Text)
            {
                draft.Text = text;
            }
            else
            {
                draft.Html = kind == Kind.Html ? text : HtmlWriting.FromMarkdown(text);
                draft.ImageFolder = Path.GetDirectoryName(path);
            }
        }
        catch (HandlebarsException e)
        {
            throw ComposingErrors.TemplateInvalid(path, e.Message, e);
        }
    }

    private string Fill(string text, IReadOnlyDictionary<string, object?> row, ISet<string> missing)
    {
        if (text.IndexOf("{{", StringComparison.Ordinal) < 0)
        {
            return text;
        }

        if (!fields.TryGetValue(text, out var compiled))
        {
            fields[text] = compiled = TemplateText.Compile(text, new PlainEncoder(), new Dictionary<string, string>());
        }

        return compiled.Render(row, missing);
    }

    // A row's value is one address: "ada@contoso.com, eve@evil.test" in it would be two.
    private string[] Addresses(IReadOnlyList<string> texts, IReadOnlyDictionary<string, object?> row, ISet<string> missing) => texts
        .Select(text =>
        {
            var filled = Fill(text, row, missing);
            return filled != text && missing.Count == 0 ? AddressTexts.One(filled).ToString() : filled;
        })
        .ToArray();
}
