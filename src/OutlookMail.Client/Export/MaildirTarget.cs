using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Client;

/// <summary>A Maildir for each mail folder (cr.yp.to/proto/maildir.html), one within the other.</summary>
internal sealed class MaildirTarget : EmlTarget
{
    // Windows allows no colon in a name; readers there look for a semicolon.
    private static readonly char InfoMark = RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? ';' : ':';

    private static readonly string[] OwnNames = { "cur", "new", "tmp" };

    // In the order of the alphabet, as the format wants them.
    private static readonly (string Flag, char Letter)[] Letters =
    {
        ("\\Draft", 'D'), ("\\Flagged", 'F'), ("$Forwarded", 'P'), ("\\Answered", 'R'), ("\\Seen", 'S'), ("\\Deleted", 'T'),
    };

    private readonly Dictionary<string, Dictionary<string, string>> renamed = new(StringComparer.Ordinal);

    public MaildirTarget(string root, ExportManifest manifest)
        : base(root, manifest)
    {
    }

    protected override string PathOf(IReadOnlyList<string> levels) =>
        Joined(levels.Select(Safe).Select(level => OwnNames.Contains(level, StringComparer.OrdinalIgnoreCase) ? "_" + level : level));

    protected override Task WriteAsync(ExportFolder folder, ExportedMessage message, MessageSpool spool, ManifestEntry entry, CancellationToken cancellationToken)
    {
        Disk.Run(FullPath(folder.Path), () =>
        {
            foreach (var name in OwnNames)
            {
                EnsureFolder(FullPath(folder.Path + "/" + name));
            }

            var seconds = (message.Received ?? default).ToUnixTimeSeconds();
            var letters = new string(Letters.Where(letter => message.Has(letter.Flag)).Select(letter => letter.Letter).ToArray());
            entry.Length = spool.Length;
            entry.Path = Place(
                FormattableString.Invariant($"{folder.Path}/cur/{Math.Max(0, seconds)}.V{message.UidValidity}U{message.Uid}.outlookmail,S={spool.Length}"),
                InfoMark + "2," + letters,
                message,
                spool,
                entry);
        });
        return Task.CompletedTask;
    }

    // A mail reader moves files from new to cur and writes flags into their names; the part before them stays.
    protected override bool IsWhole(ManifestEntry entry)
    {
        var path = FullPath(entry.Path);
        if (!File.Exists(path))
        {
            var folder = Path.GetDirectoryName(Path.GetDirectoryName(path)!)!;
            if (!renamed.TryGetValue(folder, out var names))
            {
                renamed.Add(folder, names = Names(folder));
            }

            return names.TryGetValue(UniqueName(path), out var found) && IsWhole(found, entry);
        }

        return IsWhole(path, entry);
    }

    private static string UniqueName(string path) => Path.GetFileName(path).Split(':', ';', '!')[0];

    private static Dictionary<string, string> Names(string folder)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var own in OwnNames.Where(name => name != "tmp").Select(name => Path.Combine(folder, name)).Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(own))
            {
                names[UniqueName(file)] = file;
            }
        }

        return names;
    }
}
