using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace OutlookMail.Client;

/// <summary>The names whose values a template writes. What {{#if}} only asks for may be missing, and so may what stands in a
/// block that is not reached.</summary>
internal sealed class TemplateNames
{
    // {{name}}, {{{name}}}, {{#block …}}, {{/block}}, {{else}}, {{> partial}}, {{! comment}}
    private static readonly Regex Tag = new(@"\{\{\{?~?&?\s*(?<mark>[#/^>!]?)\s*(?<name>[^\s{}~]*)\s*(?<rest>[^{}]*?)~?\}?\}\}", RegexOptions.CultureInvariant);

    private readonly HashSet<string> written = new(StringComparer.Ordinal);
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private readonly List<string> nested = new();

    public TemplateNames(string text, IEnumerable<string> partials)
    {
        Read(text, isPartial: false);
        foreach (var partial in partials)
        {
            Read(partial, isPartial: true);
        }
    }

    public bool IsWritten(string name) => written.Contains(name) && !asked.Contains(name);

    /// <summary>Paths such as Address.City outside all blocks that lead nowhere in the row.</summary>
    public IEnumerable<string> Unresolved(IReadOnlyDictionary<string, object?> row) => nested.Where(path => !Leads(path, row));

    private void Read(string text, bool isPartial)
    {
        var depth = 0;
        foreach (Match tag in Tag.Matches(text))
        {
            switch (tag.Groups["mark"].Value)
            {
                case "#" or "^":
                    depth++;
                    asked.Add(tag.Groups["rest"].Length > 0 ? tag.Groups["rest"].Value.Trim() : tag.Groups["name"].Value);
                    break;
                case "/":
                    depth--;
                    break;
                case "" when tag.Groups["rest"].Length == 0:
                    var name = tag.Groups["name"].Value;
                    written.Add(name);
                    if (depth == 0 && !isPartial && name.IndexOf('.') > 0)
                    {
                        nested.Add(name);
                    }

                    break;
            }
        }
    }

    private static bool Leads(string path, IReadOnlyDictionary<string, object?> row)
    {
        var steps = path.Split('.');
        if (steps[0] == "this" || steps[0].StartsWith("@", StringComparison.Ordinal))
        {
            return true;
        }

        object? at = row;
        foreach (var step in steps)
        {
            switch (at)
            {
                case IReadOnlyDictionary<string, object?> fields when fields.TryGetValue(step, out at):
                    continue;
                case IReadOnlyDictionary<string, object?> or null:
                    return false;
                default:
                    // What an object has beyond its fields (a list's length) is Handlebars' to know.
                    return true;
            }
        }

        return true;
    }
}
