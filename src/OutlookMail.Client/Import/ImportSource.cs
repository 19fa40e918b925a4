using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Reads messages out of files and folders, whatever kind they are of.</summary>
internal static class ImportSource
{
    private static readonly byte[] FromMark = Encoding.ASCII.GetBytes("From ");
    private static readonly byte[] ZipMark = { (byte)'P', (byte)'K' };

    // [MS-CFB] §2.2: what Outlook saves as .msg is no text.
    private static readonly byte[] CompoundMark = { 0xD0, 0xCF, 0x11, 0xE0 };

    /// <exception cref="OutlookMailException">The path cannot be read, or holds nothing that is mail.</exception>
    public static IEnumerable<ImportItem> Read(string path)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            return File.Exists(Path.Combine(full, ExportManifest.FileName)) ? ExportSource.Read(full) : Folder(full, null);
        }

        return FileOf(full, null);
    }

    private static IEnumerable<ImportItem> Folder(string path, string? name)
    {
        var isMaildir = Directory.Exists(Path.Combine(path, "cur")) || Directory.Exists(Path.Combine(path, "new"));
        if (isMaildir)
        {
            foreach (var entry in MaildirReader.Read(path))
            {
                yield return new ImportItem(entry.FilePath, () => Opened(entry.FilePath))
                {
                    Folder = name,
                    Flags = ImportFlags.OfMaildir(entry.Flags),
                    FileTime = File.GetLastWriteTimeUtc(entry.FilePath),
                };
            }
        }

        foreach (var file in Directory.EnumerateFiles(path).OrderBy(file => file, StringComparer.Ordinal).Where(file => !isMaildir && IsMail(file)))
        {
            // An mbox file in a tree is a folder of its own; beside it may lie messages of the tree's.
            var within = Path.GetExtension(file).Equals(".mbox", StringComparison.OrdinalIgnoreCase) ? Below(name, Path.GetFileNameWithoutExtension(file)) : name;
            foreach (var item in FileOf(file, within))
            {
                yield return item;
            }
        }

        foreach (var folder in Directory.EnumerateDirectories(path).OrderBy(folder => folder, StringComparer.Ordinal))
        {
            var level = Path.GetFileName(folder);
            if (level[0] != '.' && !(isMaildir && level is "cur" or "new" or "tmp"))
            {
                foreach (var item in Folder(folder, Below(name, level)))
                {
                    yield return item;
                }
            }
        }
    }

    private static string Below(string? parent, string level) => parent is null ? level : parent + "/" + level;

    private static bool IsMail(string file) => Path.GetExtension(file).ToLowerInvariant() is ".eml" or ".mbox" or ".zip" or ".emlx" or ".mbx";

    private static IEnumerable<ImportItem> FileOf(string path, string? folder)
    {
        byte[] mark;
        using (var stream = Opened(path))
        {
            mark = new byte[FromMark.Length];
            if (stream.Read(mark, 0, mark.Length) == 0)
            {
                throw ImportErrors.NotReadable(path, "it is empty.", null);
            }
        }

        if (Begins(mark, CompoundMark))
        {
            throw ImportErrors.NotReadable(path, "it is in Outlook's own format (.msg). Save it as .eml in Outlook.", null);
        }

        return Begins(mark, FromMark) ? Mbox(path, folder) : Begins(mark, ZipMark) ? Zip(path) : One(path, folder);
    }

    private static IEnumerable<ImportItem> One(string path, string? folder)
    {
        yield return new ImportItem(path, () => Opened(path)) { Folder = folder, FileTime = File.GetLastWriteTimeUtc(path) };
    }

    private static IEnumerable<ImportItem> Mbox(string path, string? folder)
    {
        using var stream = Opened(path);
        var place = 0;
        foreach (var entry in MboxReader.Read(stream))
        {
            yield return MboxItem.From(entry, FormattableString.Invariant($"{path}#{++place}"), folder, File.GetLastWriteTimeUtc(path));
        }
    }

    private static IEnumerable<ImportItem> Zip(string path)
    {
        var manifest = path + "." + ExportManifest.FileName;
        var known = File.Exists(manifest) ? ExportManifest.Read(manifest).ToDictionary(entry => entry.Path + "@" + entry.Offset) : new Dictionary<string, ManifestEntry>();
        var byName = known.Values.GroupBy(entry => entry.Path).ToDictionary(group => group.Key, group => group.Last());
        var isOpen = true;
        using var zip = ZipOf(path);
        foreach (var entry in zip.Entries.Where(entry => entry.Length > 0 && entry.FullName.EndsWith(".eml", StringComparison.OrdinalIgnoreCase)))
        {
            byName.TryGetValue(entry.FullName, out var told);
            yield return new ImportItem(path + "#" + entry.FullName, () => isOpen ? entry.Open() : Reopened(path, entry.FullName))
            {
                Folder = told?.Folder ?? ParentOf(entry.FullName),
                Flags = told?.Flags,
                Received = told?.Received,
                FileTime = entry.LastWriteTime,
            };
        }

        isOpen = false;
    }

    // A large message is read once more when its turn comes, which may be after the last of the file was looked at.
    private static PartStream Reopened(string path, string name)
    {
        var zip = ZipOf(path);
        var entry = zip.GetEntry(name) ?? throw ImportErrors.NotReadable(path + "#" + name, "it is gone.", null);
        return new PartStream(entry.Open(), entry.Length, zip);
    }

    private static string? ParentOf(string name) => name.LastIndexOf('/') is > 0 and var slash ? name.Substring(0, slash) : null;

    private static ZipArchive ZipOf(string path)
    {
        try
        {
            return System.IO.Compression.ZipFile.OpenRead(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw ImportErrors.NotReadable(path, e.Message, e);
        }
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

    private static bool Begins(byte[] octets, byte[] mark) => mark.Length <= octets.Length && mark.SequenceEqual(octets.Take(mark.Length));
}
