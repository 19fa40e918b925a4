using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Puts messages where one of the formats keeps them. Calls come from several lanes.</summary>
internal abstract class ExportTarget : IDisposable
{
    private const string PartialFolder = ".partial";

    private readonly HashSet<string> made = new(StringComparer.Ordinal);

    protected ExportTarget(string root, ExportManifest manifest)
    {
        Root = root;
        Manifest = manifest;
    }

    /// <summary>True: a mail folder's messages must come one after the other.</summary>
    public abstract bool IsInOrder { get; }

    /// <summary>Where messages stay that are not whole yet.</summary>
    public string Partial => Path.Combine(Root, PartialFolder);

    protected string Root { get; }

    protected ExportManifest Manifest { get; }

    public static ExportTarget Open(ExportRequest request, string mailbox)
    {
        var path = Path.GetFullPath(request.Path);
        var isFile = request.Format == OutlookArchiveFormat.Zip;
        var manifest = ExportManifest.Open(isFile ? path + "." + ExportManifest.FileName : Path.Combine(path, ExportManifest.FileName), request.Format.ToString(), mailbox);
        try
        {
            ExportTarget target = request.Format switch
            {
                OutlookArchiveFormat.Maildir => new MaildirTarget(path, manifest),
                OutlookArchiveFormat.Mbox => new MboxTarget(path, manifest),
                OutlookArchiveFormat.Zip => new ZipTarget(path, manifest),
                _ => new EmlTarget(path, manifest),
            };
            target.Sweep();
            target.Shorten();
            return target;
        }
        catch
        {
            manifest.Dispose();
            throw;
        }
    }

    /// <param name="delimiter">Between the levels of the name; null when there are none.</param>
    public ExportFolder Folder(string name, char? delimiter) => Manifest.Folder(name, _ => PathOf(delimiter is { } separator ? name.Split(separator) : new[] { name }));

    public ExportFolder? Known(string name) => Manifest.Find(name);

    /// <summary>Writes the message and then its line in the manifest.</summary>
    public async Task AddAsync(ExportFolder folder, ExportedMessage message, MessageSpool spool, CancellationToken cancellationToken)
    {
        var entry = message.Entry(folder, spool);
        await WriteAsync(folder, message, spool, entry, cancellationToken);
        Manifest.Add(entry);
    }

    /// <summary>The message stands there already, under the UID that it had before the folder was renumbered.</summary>
    public void Adopt(ExportedMessage message, ManifestEntry known, ExportFolder folder, MessageSpool spool)
    {
        var entry = message.Entry(folder, spool);
        entry.IsAdopted = true;
        entry.Path = known.Path;
        entry.Offset = known.Offset;
        entry.Length = known.Length;
        entry.Size = known.Size;
        entry.Crc32 = known.Crc32;
        entry.Stored = known.Stored;
        Manifest.Add(entry);
    }

    /// <summary>Messages of these folders by their SHA-256, before anything is added.</summary>
    public Dictionary<string, Dictionary<string, ManifestEntry>> ByHash(IReadOnlyCollection<string> folders)
    {
        var found = folders.ToDictionary(folder => folder, _ => new Dictionary<string, ManifestEntry>(StringComparer.Ordinal));
        if (folders.Count > 0)
        {
            foreach (var entry in Manifest.Entries())
            {
                if (found.TryGetValue(entry.Folder, out var messages))
                {
                    messages[entry.Sha256] = entry;
                }
            }
        }

        return found;
    }

    /// <summary>Reads everything that the manifest lists; what is not as it was written is dropped from it.</summary>
    /// <returns>The entries that were dropped.</returns>
    public IReadOnlyList<ManifestEntry> Verify(Action<ManifestEntry> looked, CancellationToken cancellationToken)
    {
        var damaged = new List<ManifestEntry>();
        foreach (var entry in Manifest.Entries())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!IsWhole(entry))
            {
                damaged.Add(entry);
            }

            looked(entry);
        }

        Manifest.Drop(damaged);
        return damaged;
    }

    /// <summary>The mail folder has all that it will get in this run.</summary>
    public virtual void EndFolder(ExportFolder folder)
    {
    }

    /// <summary>Everything is written.</summary>
    public virtual void Finish()
    {
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The folder's place, from the root, / between levels.</summary>
    protected abstract string PathOf(IReadOnlyList<string> levels);

    /// <summary>Completes the entry: path, length and what the format adds.</summary>
    protected abstract Task WriteAsync(ExportFolder folder, ExportedMessage message, MessageSpool spool, ManifestEntry entry, CancellationToken cancellationToken);

    protected abstract bool IsWhole(ManifestEntry entry);

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Manifest.Dispose();
            Sweep();
        }
    }

    /// <summary>The file of one of <see cref="ExportManifest.Containers"/>.</summary>
    protected virtual string ContainerPath(string container) => FullPath(container);

    protected static string Joined(IEnumerable<string> levels) => string.Join("/", levels);

    protected static string Safe(string level)
    {
        var clean = SafeFileName.Clean(level, "_");
        // Names that the export itself uses.
        return clean.Equals(ExportManifest.FileName, StringComparison.OrdinalIgnoreCase) ? "_" + clean : clean;
    }

    protected string FullPath(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>Makes a folder once in a run.</summary>
    protected void EnsureFolder(string path)
    {
        lock (made)
        {
            if (made.Add(path))
            {
                Directory.CreateDirectory(path);
            }
        }
    }

    protected static string HashOf(Stream stream)
    {
        using var sha = SHA256.Create();
        return MessageSpool.ToHex(sha.ComputeHash(stream));
    }

    /// <summary>The octets of one entry in a file that holds many; null when the file is shorter.</summary>
    protected static Stream? OpenPart(string path, long offset, long length)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (file.Length < offset + length)
        {
            file.Dispose();
            return null;
        }

        file.Position = offset;
        return new PartStream(file, length);
    }

    // A file that was cut short, or taken away, holds less than the manifest says: the rest is fetched again.
    private void Shorten()
    {
        var lengths = Manifest.Containers.ToDictionary(
            container => container,
            container => new FileInfo(ContainerPath(container)) is { Exists: true } file ? file.Length : 0);
        if (lengths.Any(one => one.Value < Manifest.EndOf(one.Key)))
        {
            Manifest.Drop(Manifest.Entries().Where(entry => entry.Offset + entry.Length > lengths[entry.Size is null ? entry.Path : ""]).ToArray());
        }
    }

    // What a killed run left there belongs to no message of the manifest.
    private void Sweep()
    {
        try
        {
            if (Directory.Exists(Partial))
            {
                Directory.Delete(Partial, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody looks at it; the next run tries again.
        }
    }
}
