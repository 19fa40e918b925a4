using System;
using System.IO;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>
/// Finds what is to stand below a mail: <c>work.html</c>, <c>work.txt</c> or both in the folder signatures for the name
/// work; the mailbox's own address for the name Default; or a file by its path.
/// </summary>
internal static class Signatures
{
    private const string OfMailbox = "Default";

    /// <exception cref="OutlookMail.Model.OutlookMailException">There is none of that name.</exception>
    public static (string? Text, string? Html, string Folder) Read(string name, DraftContext context)
    {
        if (name.Equals(OfMailbox, StringComparison.OrdinalIgnoreCase))
        {
            name = context.Mailbox;
        }

        var isPath = name.IndexOfAny(['/', '\\']) >= 0;
        var file = isPath ? Path.GetFullPath(name) : Path.Combine(context.SignatureFolder, name);
        var folder = Path.GetDirectoryName(file)!;
        try
        {
            if (isPath && File.Exists(file))
            {
                var content = File.ReadAllText(file);
                return IsHtml(file) ? (null, content, folder) : (content, null, folder);
            }

            var html = Content(file + ".html") ?? Content(file + ".htm");
            var text = Content(file + ".txt");
            return html is null && text is null ? throw ComposingErrors.SignatureNotFound(name, folder, null) : (text, html, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw ComposingErrors.SignatureNotFound(name, folder, e);
        }
    }

    private static string? Content(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private static bool IsHtml(string path) => Path.GetExtension(path).StartsWith(".htm", StringComparison.OrdinalIgnoreCase);
}
