using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Client;

/// <summary>One zip file. Entries are added behind the last; the directory at the end is written when a run ends.</summary>
internal sealed class ZipTarget : ExportTarget
{
    private const int BufferSize = 64 * 1024;

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly string path;
    private FileStream? zip;
    private long? end;

    public ZipTarget(string path, ExportManifest manifest)
        : base(Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path)), manifest)
    {
        this.path = path;
    }

    private long End
    {
        get => end ??= Manifest.EndOf("");
        set => end = value;
    }

    public override bool IsInOrder => false;

    public override void Finish() => Disk.Run(path, () =>
    {
        // A run that was killed has left the file without its directory.
        if (zip is null && (End == 0 || (File.Exists(path) && new FileInfo(path).Length > End)))
        {
            return;
        }

        var file = Opened();
        file.SetLength(End);
        file.Position = End;
        // A message that stands there under two UIDs is one entry.
        ZipFile.WriteDirectory(file, Manifest.Entries().Where(entry => !entry.IsAdopted));
        file.Flush();
    });

    protected override string ContainerPath(string container) => path;

    protected override string PathOf(IReadOnlyList<string> levels) => Joined(levels.Select(Safe));

    protected override async Task WriteAsync(ExportFolder folder, ExportedMessage message, MessageSpool spool, ManifestEntry entry, CancellationToken cancellationToken)
    {
        entry.Size = spool.Length;
        if (spool.IsInMemory)
        {
            // Packing is the work here; only the writing takes turns.
            var octets = spool.InMemory;
            entry.Crc32 = Crc32.Add(0, octets.Array!, octets.Offset, octets.Count);
            var packed = spool.Scratch();
            using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                deflate.Write(octets.Array!, octets.Offset, octets.Count);
            }

            await InTurnAsync(folder, message, spool, entry, file => file.Write(packed.GetBuffer(), 0, (int)packed.Length), cancellationToken);
        }
        else
        {
            await InTurnAsync(folder, message, spool, entry, file => Pack(spool, file, entry), cancellationToken);
        }
    }

    protected override bool IsWhole(ManifestEntry entry)
    {
        using var part = OpenPart(path, entry.Offset ?? 0, entry.Length);
        if (part is null || ZipFile.ReadLocalHeader(part, out var header) is null || header != ZipFile.HeaderLength(entry.Path))
        {
            return false;
        }

        var name = new byte[header - part.Position];
        _ = part.Read(name, 0, name.Length);
        try
        {
            using var content = new DeflateStream(part, CompressionMode.Decompress);
            return HashOf(content) == entry.Sha256;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    protected override void Dispose(bool disposing)
    {
        Disk.Close(zip);
        turn.Dispose();
        base.Dispose(disposing);
        if (Directory.Exists(Root) && !Directory.EnumerateFileSystemEntries(Root).Any())
        {
            Directory.Delete(Root);
        }
    }

    private static void Pack(MessageSpool spool, Stream file, ManifestEntry entry)
    {
        var buffer = new byte[BufferSize];
        using var content = spool.OpenRead();
        using var deflate = new DeflateStream(file, CompressionLevel.Fastest, leaveOpen: true);
        var crc = 0u;
        int read;
        while ((read = content.Read(buffer, 0, buffer.Length)) > 0)
        {
            crc = Crc32.Add(crc, buffer, 0, read);
            deflate.Write(buffer, 0, read);
        }

        entry.Crc32 = crc;
    }

    private async Task InTurnAsync(ExportFolder folder, ExportedMessage message, MessageSpool spool, ManifestEntry entry, Action<Stream> write, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            Disk.Run(path, () =>
            {
                // The UID alone is unique until the folder is renumbered.
                var generation = folder.IsRenumbered ? FormattableString.Invariant($" [{message.UidValidity}]") : "";
                entry.Path = folder.Path + "/" + ExportName.Of(message, spool) + generation + ".eml";
                var time = ExportName.FileTime(message);
                var file = Opened();
                var start = End;
                file.SetLength(start);
                file.Position = start;
                ZipFile.WriteLocalHeader(file, entry.Path, time, 0, 0, 0);
                var begin = file.Position;
                write(file);
                var after = file.Position;
                file.Position = start;
                ZipFile.WriteLocalHeader(file, entry.Path, time, entry.Crc32 ?? 0, after - begin, spool.Length);
                file.Flush();
                entry.Offset = start;
                entry.Length = after - start;
                End = after;
            });
        }
        finally
        {
            turn.Release();
        }
    }

    private FileStream Opened() => zip ??= new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, BufferSize);
}
