using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Store;

/// <summary>Keeps messages: small ones go into the database, large ones into a file each, flushed before a row names it.</summary>
internal sealed class ContentFolder
{
    // https://sqlite.org/intern-v-extern-blob.html: below about 100 KB a row is faster than a file, above it is slower.
    private const long MaximumInRow = 64 * 1024;

    // A file without a row is one whose writer was killed in between, or has not got to its row yet.
    private static readonly TimeSpan OrphanAge = TimeSpan.FromDays(1);

    private readonly string folder;

    public ContentFolder(string folder) => this.folder = folder;

    /// <exception cref="StoreException"/>
    public async Task<StagedContent> StageAsync(NewMail mail, CancellationToken cancellationToken)
    {
        if (mail.Size <= MaximumInRow)
        {
            using var memory = new MemoryStream((int)mail.Size);
            await mail.WriteTo(memory, cancellationToken).ConfigureAwait(false);
            return new StagedContent(memory.ToArray(), null, memory.Length);
        }

        var name = Guid.NewGuid().ToString("N") + ".eml";
        var path = Path.Combine(folder, name);
        try
        {
            PrivateFiles.CreateFolder(folder);
            using var file = PrivateFiles.Open(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await mail.WriteTo(file, cancellationToken).ConfigureAwait(false);
            file.Flush(flushToDisk: true);
            return new StagedContent(null, name, file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Delete([name]);
            throw StoreException.From(e, path);
        }
        catch
        {
            Delete([name]);
            throw;
        }
    }

    /// <exception cref="StoreException"/>
    public Stream Open(string name)
    {
        var path = Path.Combine(folder, name);
        try
        {
            return PrivateFiles.Open(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreException.From(e, path);
        }
    }

    /// <summary>Never throws: a file left behind is found by <see cref="Sweep"/>.</summary>
    public void Delete(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            try
            {
                File.Delete(Path.Combine(folder, name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Somebody reads it, on Windows.
            }
        }
    }

    /// <summary>Removes old files that no row names.</summary>
    public void Sweep(ISet<string> named, DateTimeOffset now)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*.eml"))
        {
            if (!named.Contains(Path.GetFileName(path)) && now - File.GetLastWriteTimeUtc(path) > OrphanAge)
            {
                Delete([Path.GetFileName(path)]);
            }
        }
    }
}
