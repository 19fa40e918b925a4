using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What an export wrote, by its manifest: folders, flags and times come back as they were.</summary>
internal static class ExportSource
{
    public static IEnumerable<ImportItem> Read(string root)
    {
        var seen = new Dictionary<string, Dictionary<string, MaildirEntry>>(StringComparer.Ordinal);
        foreach (var entry in ExportManifest.Read(Path.Combine(root, ExportManifest.FileName)).Where(entry => !entry.IsAdopted))
        {
            var path = Path.GetFullPath(Path.Combine(root, entry.Path.Replace('/', Path.DirectorySeparatorChar)));
            // A manifest may come from anywhere; it names no file outside its own folder.
            if (!path.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            {
                continue;
            }

            yield return entry.Stored is not null ? Mbox(path, entry) : One(path, entry, seen);
        }
    }

    private static ImportItem One(string path, ManifestEntry entry, Dictionary<string, Dictionary<string, MaildirEntry>> seen)
    {
        // A mail reader has written other flags into the name of a Maildir's file: those hold.
        var renamed = File.Exists(path) ? null : Renamed(path, seen);
        var now = renamed?.FilePath ?? path;
        return new ImportItem(now, () => Opened(now))
        {
            Folder = entry.Folder,
            Flags = renamed is null ? entry.Flags : ImportFlags.OfMaildir(renamed.Flags),
            Received = entry.Received,
        };
    }

    private static ImportItem Mbox(string path, ManifestEntry entry)
    {
        Stream Open()
        {
            using var file = Opened(path);
            file.Position = entry.Offset ?? 0;
            using var part = new PartStream(file, entry.Length);
            var message = MboxReader.Read(part, MboxVariant.MboxRd).First();
            return MboxItem.From(message, path, entry.Folder, default).Open();
        }

        return new ImportItem(FormattableString.Invariant($"{path}#{entry.Offset}"), Open) { Folder = entry.Folder, Flags = entry.Flags, Received = entry.Received };
    }

    private static MaildirEntry? Renamed(string path, Dictionary<string, Dictionary<string, MaildirEntry>> seen)
    {
        var maildir = Path.GetDirectoryName(Path.GetDirectoryName(path)!)!;
        if (!seen.TryGetValue(maildir, out var names))
        {
            names = new Dictionary<string, MaildirEntry>(StringComparer.Ordinal);
            if (Directory.Exists(Path.Combine(maildir, "cur")) || Directory.Exists(Path.Combine(maildir, "new")))
            {
                foreach (var file in MaildirReader.Read(maildir))
                {
                    names[file.UniqueName] = file;
                }
            }

            seen.Add(maildir, names);
        }

        return names.TryGetValue(Path.GetFileName(path).Split(':', ';', '!')[0], out var found) ? found : null;
    }

    private static FileStream Opened(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw ImportErrors.NotReadable(path, e.Message, e);
        }
    }
}
