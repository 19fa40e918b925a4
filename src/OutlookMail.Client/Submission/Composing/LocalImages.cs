using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>Takes images of the HTML that lie on this machine along with the mail.</summary>
internal static class LocalImages
{
    // What a template's data may name by its path is an image and no other file of this machine.
    private static readonly string[] Extensions = [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".svg", ".tif", ".tiff", ".ico"];

    public static string Take(string html, string folder, MimeComposer composer)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        return HtmlImages.Replace(html, source =>
        {
            if (PathOf(source, folder) is not { } path)
            {
                return null;
            }

            if (!taken.TryGetValue(path, out var id))
            {
                taken[path] = id = FormattableString.Invariant($"image{taken.Count + 1}.{Guid.NewGuid():N}@inline");
                var image = DraftAttachment.FromPath(path);
                image.ContentId = id;
                composer.Attachments.Add(AttachmentFiles.Source(image));
            }

            return "cid:" + id;
        });
    }

    /// <returns>Null for what is elsewhere, or already in the mail.</returns>
    private static string? PathOf(string source, string folder)
    {
        // A share's server would learn who composes: \\server\image.png and //server/image.png stay as they are.
        if (source.StartsWith("//", StringComparison.Ordinal) || source.StartsWith("\\\\", StringComparison.Ordinal))
        {
            return null;
        }

        string path;
        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            if (!Uri.TryCreate(source, UriKind.Absolute, out var file) || file.IsUnc)
            {
                return null;
            }

            path = file.LocalPath;
        }
        else
        {
            // A scheme has at least two letters: C:\ is a drive.
            var colon = source.IndexOf(':');
            if (colon > 1)
            {
                return null;
            }

            path = Uri.UnescapeDataString(source);
        }

        return path.IndexOfAny(Path.GetInvalidPathChars()) < 0 && Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            ? Path.GetFullPath(Path.Combine(folder, path))
            : null;
    }
}
