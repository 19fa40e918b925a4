using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace OutlookMail.Client;

/// <summary>
/// The list of what an export holds: a line is added after its message has been written, so whatever happens in between
/// costs that message's turn and nothing else. One process at a time.
/// </summary>
internal sealed class ExportManifest : IDisposable
{
    public const string FileName = "manifest.jsonl";

    private const int BufferSize = 256 * 1024;

    private readonly object gate = new();
    private readonly FileStream file;
    private readonly Dictionary<string, ExportFolder> folders = new(StringComparer.Ordinal);
    private readonly HashSet<string> paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> ends = new(StringComparer.Ordinal);
    private string? format;
    private string? mailbox;

    private ExportManifest(FileStream file, string path)
    {
        this.file = file;
        Path = path;
    }

    public string Path { get; }

    /// <param name="path">Made when it is not there.</param>
    /// <exception cref="Model.OutlookMailException">Another run uses it, it cannot be written, or it is of another mailbox or format.</exception>
    public static ExportManifest Open(string path, string format, string mailbox)
    {
        var manifest = Open(path);
        try
        {
            manifest.Load();
            if (manifest.format is null)
            {
                manifest.format = format;
                manifest.mailbox = mailbox;
                manifest.Append(ManifestLine.WriteHeader(format, mailbox));
            }
            else if (manifest.format != format || !string.Equals(manifest.mailbox, mailbox, StringComparison.OrdinalIgnoreCase))
            {
                throw ArchiveErrors.ExportMismatch(path, manifest.format, manifest.mailbox ?? "");
            }

            return manifest;
        }
        catch
        {
            manifest.Dispose();
            throw;
        }
    }

    /// <summary>Messages as they stand, the order of their lines kept; dropped ones left out.</summary>
    public static IEnumerable<ManifestEntry> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BufferSize);
        foreach (var entry in Entries(stream))
        {
            yield return entry;
        }
    }

    public ExportFolder? Find(string folder)
    {
        lock (gate)
        {
            return folders.TryGetValue(folder, out var known) ? known : null;
        }
    }

    /// <summary>The folder's place in the export; a new folder gets one that no other has, whatever the disk thinks of case.</summary>
    public ExportFolder Folder(string name, Func<string, string> pathOf)
    {
        lock (gate)
        {
            if (!folders.TryGetValue(name, out var folder))
            {
                var wanted = pathOf(name);
                var path = wanted;
                for (var i = 2; !paths.Add(path); i++)
                {
                    path = FormattableString.Invariant($"{wanted} ({i})");
                }

                folder = new ExportFolder(name, path);
                folders.Add(name, folder);
                Append(ManifestLine.WriteFolder(name, path));
            }

            return folder;
        }
    }

    /// <summary>Files that hold many messages; "" is the zip file.</summary>
    public IReadOnlyCollection<string> Containers => ends.Keys;

    /// <summary>The octets of such a file that are accounted for; what stands behind them was never finished.</summary>
    public long EndOf(string path)
    {
        lock (gate)
        {
            return ends.TryGetValue(path, out var end) ? end : 0;
        }
    }

    public void Add(ManifestEntry entry)
    {
        var line = ManifestLine.Write(entry);
        lock (gate)
        {
            Append(line);
            Count(entry);
        }
    }

    /// <summary>The messages are to be fetched again; not while others add to it.</summary>
    public void Drop(IReadOnlyCollection<ManifestEntry> entries)
    {
        foreach (var entry in entries)
        {
            Append(ManifestLine.WriteDropped(entry));
            folders[entry.Folder].Remove(entry.UidValidity, entry.Uid);
        }

        if (entries.Count > 0)
        {
            Recount();
        }
    }

    /// <summary>Messages as they stand; not while others add to it.</summary>
    public IEnumerable<ManifestEntry> Entries()
    {
        file.Flush();
        file.Position = 0;
        foreach (var entry in Entries(file))
        {
            yield return entry;
        }

        file.Position = file.Length;
    }

    public void Dispose() => Disk.Close(file);

    private static ExportManifest Open(string path)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            // Nobody else may have it open: two runs would write the same messages twice.
            return new ExportManifest(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, BufferSize), path);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw ArchiveErrors.ExportInUse(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw DiskErrors.Map(path, e);
        }
    }

    private static IEnumerable<ManifestEntry> Entries(FileStream stream)
    {
        // A line that drops a message stands behind the message's own: who was dropped has to be known first.
        var dropped = new Dictionary<(string, uint, uint), int>();
        foreach (var line in Lines(stream, out _).Where(line => line.IsDropped))
        {
            var key = Key(line.Entry);
            dropped[key] = (dropped.TryGetValue(key, out var times) ? times : 0) + 1;
        }

        stream.Position = 0;
        foreach (var line in Lines(stream, out _))
        {
            if (line.Format is not null || line.IsFolder || line.IsDropped)
            {
                continue;
            }

            if (dropped.TryGetValue(Key(line.Entry), out var times) && times > 0)
            {
                dropped[Key(line.Entry)] = times - 1;
                continue;
            }

            yield return line.Entry;
        }
    }

    private static (string Folder, uint UidValidity, uint Uid) Key(ManifestEntry entry) => (entry.Folder, entry.UidValidity, entry.Uid);

    private static IEnumerable<ManifestLine> Lines(Stream stream, out LineReader reader)
    {
        var lines = reader = new LineReader(stream);
        return Enumerate();

        IEnumerable<ManifestLine> Enumerate()
        {
            while (lines.TryRead(out var text))
            {
                if (ManifestLine.TryRead(text) is { } line)
                {
                    yield return line;
                }
            }
        }
    }

    private void Load()
    {
        long complete = 0;
        var hasDropped = false;
        foreach (var line in Lines(file, out var reader))
        {
            if (line.Format is not null)
            {
                format = line.Format;
                mailbox = line.Mailbox;
            }
            else if (line.IsFolder)
            {
                folders[line.Entry.Folder] = new ExportFolder(line.Entry.Folder, line.Entry.Path);
                paths.Add(line.Entry.Path);
            }
            else if (line.IsDropped)
            {
                hasDropped = true;
                if (folders.TryGetValue(line.Entry.Folder, out var folder))
                {
                    folder.Remove(line.Entry.UidValidity, line.Entry.Uid);
                }
            }
            else
            {
                Count(line.Entry);
            }

            complete = reader.Complete;
        }

        // The last line may have been cut off with the process that wrote it.
        file.SetLength(complete);
        file.Position = complete;
        if (hasDropped)
        {
            Recount();
        }
    }

    // A dropped message's place is free again when nothing stands behind it.
    private void Recount()
    {
        if (ends.Count == 0)
        {
            return;
        }

        ends.Clear();
        foreach (var entry in Entries())
        {
            CountEnd(entry);
        }
    }

    private void Count(ManifestEntry entry)
    {
        if (!folders.TryGetValue(entry.Folder, out var folder))
        {
            folder = new ExportFolder(entry.Folder, entry.Path);
            folders.Add(entry.Folder, folder);
        }

        folder.Add(entry.UidValidity, entry.Uid);
        CountEnd(entry);
    }

    private void CountEnd(ManifestEntry entry)
    {
        if (entry.Offset is { } offset)
        {
            var container = entry.Size is null ? entry.Path : "";
            var end = offset + entry.Length;
            ends[container] = ends.TryGetValue(container, out var known) ? Math.Max(known, end) : end;
        }
    }

    private void Append(byte[] line)
    {
        try
        {
            file.Write(line, 0, line.Length);
            file.Flush();
        }
        catch (IOException e)
        {
            throw DiskErrors.Map(Path, e);
        }
    }
}
