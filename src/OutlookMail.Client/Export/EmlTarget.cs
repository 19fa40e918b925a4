using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Client;

/// <summary>A file for each message.</summary>
internal class EmlTarget : ExportTarget
{
    public EmlTarget(string root, ExportManifest manifest)
        : base(root, manifest)
    {
    }

    public override bool IsInOrder => false;

    protected override string PathOf(IReadOnlyList<string> levels) => Joined(levels.Select(Safe));

    protected override Task WriteAsync(ExportFolder folder, ExportedMessage message, MessageSpool spool, ManifestEntry entry, CancellationToken cancellationToken)
    {
        Disk.Run(FullPath(folder.Path), () =>
        {
            EnsureFolder(FullPath(folder.Path));
            entry.Length = spool.Length;
            entry.Path = Place(folder.Path + "/" + ExportName.Of(message, spool), ".eml", message, spool, entry);
        });
        return Task.CompletedTask;
    }

    /// <summary>Gives the message its name. One that was written and not noted before the process died is taken over; any other file is left alone.</summary>
    protected string Place(string stem, string extension, ExportedMessage message, MessageSpool spool, ManifestEntry entry)
    {
        var path = stem + extension;
        for (var i = 2; File.Exists(FullPath(path)); i++)
        {
            using (var existing = File.OpenRead(FullPath(path)))
            {
                if (existing.Length == spool.Length && HashOf(existing) == entry.Sha256)
                {
                    return path;
                }
            }

            path = System.FormattableString.Invariant($"{stem} [{i}]{extension}");
        }

        var target = FullPath(path);
        spool.MoveTo(target);
        File.SetLastWriteTimeUtc(target, ExportName.FileTime(message));
        return path;
    }

    protected override bool IsWhole(ManifestEntry entry) => IsWhole(FullPath(entry.Path), entry);

    protected static bool IsWhole(string path, ManifestEntry entry)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenRead(path);
        return file.Length == entry.Length && HashOf(file) == entry.Sha256;
    }
}
