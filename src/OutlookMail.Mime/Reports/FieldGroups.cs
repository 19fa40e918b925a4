using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>Fields in groups between empty lines, as machine-readable reports write them (RFC 3464 §2.1).</summary>
internal static class FieldGroups
{
    // One group for each recipient of one message.
    private const int MaxGroups = 10000;

    public static List<Dictionary<string, string>> Read(ReadOnlySpan<byte> content)
    {
        List<Dictionary<string, string>> groups = new();
        int at = 0;
        while (at < content.Length && groups.Count < MaxGroups)
        {
            if (content[at] is (byte)'\r' or (byte)'\n')
            {
                at++;
                continue;
            }

            Dictionary<string, string> group = new(StringComparer.OrdinalIgnoreCase);
            FieldScanner fields = new(content, at);
            while (fields.MoveNext())
            {
                string name = FieldNames.Intern(content.Slice(fields.Start, fields.NameEnd - fields.Start));
                if (name.Length > 0 && !group.ContainsKey(name))
                {
                    group.Add(name, HeaderText.Decode(content.Slice(fields.ValueStart, fields.End - fields.ValueStart)));
                }
            }

            if (group.Count > 0)
            {
                groups.Add(group);
            }

            // A line that is no field ends what can be read of the report.
            at = fields.BlankLineMissing ? content.Length : Math.Max(fields.BodyStart, at + 1);
        }

        return groups;
    }

    /// <summary>The part of `rfc822; user@host` after its type (RFC 3464 §2.3); the whole where there is none.</summary>
    public static string? Typed(Dictionary<string, string> group, string name)
    {
        if (!group.TryGetValue(name, out string? value))
        {
            return null;
        }

        int semicolon = value.IndexOf(';');
        return value.Substring(semicolon + 1).Trim();
    }

    public static string? Plain(Dictionary<string, string> group, string name) =>
        group.TryGetValue(name, out string? value) ? value.Trim() : null;
}
