using System.Collections.Generic;
using System.Linq;
using HandlebarsDotNet;
using HandlebarsDotNet.Helpers;

namespace OutlookMail.Client;

/// <summary>One compiled text, and which of its names a row does not have.</summary>
internal sealed class TemplateText
{
    private readonly HandlebarsTemplate<object, object> render;
    private readonly HashSet<string> unresolved;
    private readonly TemplateNames names;

    private TemplateText(HandlebarsTemplate<object, object> render, HashSet<string> unresolved, TemplateNames names)
    {
        this.render = render;
        this.unresolved = unresolved;
        this.names = names;
    }

    /// <exception cref="HandlebarsException">It is no template.</exception>
    public static TemplateText Compile(string text, ITextEncoder encoder, IReadOnlyDictionary<string, string> partials)
    {
        var handlebars = Handlebars.Create(new HandlebarsConfiguration { TextEncoder = encoder });
        var unresolved = new HashSet<string>();
        handlebars.RegisterHelper("helperMissing", (in HelperOptions options, in Context _, in Arguments _) =>
        {
            unresolved.Add(options.Name.TrimmedPath ?? "");
            return "";
        });
        foreach (var partial in partials)
        {
            handlebars.RegisterTemplate(partial.Key, partial.Value);
        }

        return new TemplateText(handlebars.Compile(text), unresolved, new TemplateNames(text, partials.Values));
    }

    public string Render(IReadOnlyDictionary<string, object?> row, ISet<string> missing)
    {
        unresolved.Clear();
        var text = render(row.ToDictionary(field => field.Key, field => field.Value));
        missing.UnionWith(unresolved.Where(names.IsWritten));
        missing.UnionWith(names.Unresolved(row));
        return text;
    }
}
