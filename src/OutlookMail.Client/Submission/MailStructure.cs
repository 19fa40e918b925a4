using System.Collections.Generic;
using System.Globalization;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>The parts of a message as lines that show what is in what.</summary>
internal static class MailStructure
{
    public static string[] Lines(MimeMessage message)
    {
        var lines = new List<string>();
        Add(message.Body, 0, lines);
        return lines.ToArray();
    }

    private static void Add(MimeEntity part, int depth, List<string> lines)
    {
        var name = part.FileName is { Length: > 0 } file ? $" \"{file}\"" : "";
        var size = part.IsMultipart ? "" : string.Format(CultureInfo.InvariantCulture, ", {0:N0} octets", part.OriginalBody.Length);
        var inline = part.IsInline && part.ContentId is { } id ? $", shown as cid:{id}" : "";
        lines.Add(new string(' ', depth * 2) + part.MediaType + name + size + inline);
        foreach (var child in part.Children)
        {
            Add(child, depth + 1, lines);
        }
    }
}
