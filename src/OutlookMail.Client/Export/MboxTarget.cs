using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>An mboxrd file for each mail folder (RFC 4155; quoting as in qmail's mbox(5)), lines ending in LF.</summary>
internal sealed class MboxTarget : ExportTarget
{
    private const string Extension = ".mbox";
    private const int BufferSize = 256 * 1024;

    private readonly Dictionary<string, FileStream> files = new(StringComparer.Ordinal);

    public MboxTarget(string root, ExportManifest manifest)
        : base(root, manifest)
    {
    }

    public override bool IsInOrder => true;

    public override void EndFolder(ExportFolder folder)
    {
        lock (files)
        {
            if (files.TryGetValue(folder.Path, out var file))
            {
                files.Remove(folder.Path);
                Disk.Run(file.Name, file.Dispose);
            }
        }
    }

    protected override string PathOf(IReadOnlyList<string> levels) => Joined(levels.Select(Level)) + Extension;

    protected override Task WriteAsync(ExportFolder folder, ExportedMessage message, MessageSpool spool, ManifestEntry entry, CancellationToken cancellationToken)
    {
        Disk.Run(FullPath(folder.Path), () =>
        {
            var file = FileOf(folder);
            // What a failed or killed run left behind the last whole message is written over.
            var offset = Manifest.EndOf(folder.Path);
            if (file.Length != offset)
            {
                file.SetLength(offset);
            }

            file.Position = offset;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var writer = new MboxWriter((octets, start, count) =>
            {
                file.Write(octets, start, count);
                hash.AppendData(octets, start, count);
            });
            writer.Begin(FromLine(message, spool), Status(message));
            using (var content = spool.OpenRead())
            {
                writer.Write(content);
            }

            writer.End();
            file.Flush();
            entry.Path = folder.Path;
            entry.Offset = offset;
            entry.Length = file.Position - offset;
            entry.Stored = MessageSpool.ToHex(hash.GetHashAndReset());
        });
        return Task.CompletedTask;
    }

    protected override bool IsWhole(ManifestEntry entry)
    {
        using var part = OpenPart(FullPath(entry.Path), entry.Offset ?? 0, entry.Length);
        return part is not null && HashOf(part) == entry.Stored;
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var file in files.Values)
        {
            Disk.Close(file);
        }

        files.Clear();
        base.Dispose(disposing);
    }

    // A level that ends like a file of the export would stand in its way.
    private static string Level(string level)
    {
        var safe = Safe(level);
        return safe.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? safe + "_" : safe;
    }

    // RFC 4155 appendix A: the address, and the time in UTC as asctime writes it.
    private static string FromLine(ExportedMessage message, MessageSpool spool)
    {
        using var header = MimeMessage.Parse(spool.Header);
        var sender = header.Headers.Get("Return-Path")?.Trim().Trim('<', '>');
        if (string.IsNullOrEmpty(sender))
        {
            sender = header.From.Count > 0 ? header.From[0].Address : null;
        }

        var safe = sender is { Length: > 0 } && sender.All(c => c > ' ' && c < 127) ? sender : "MAILER-DAEMON";
        return string.Format(CultureInfo.InvariantCulture, "From {0} {1:ddd MMM d HH:mm:ss yyyy}", safe, (message.Received ?? default).UtcDateTime);
    }

    // As Dovecot, mutt and Alpine write and read them.
    private static string Status(ExportedMessage message)
    {
        var text = new StringBuilder();
        text.Append("Status: ").Append(message.Has("\\Seen") ? "RO" : "O").Append('\n');
        var flags = (message.Has("\\Answered") ? "A" : "") + (message.Has("\\Flagged") ? "F" : "") + (message.Has("\\Draft") ? "T" : "") + (message.Has("\\Deleted") ? "D" : "");
        if (flags.Length > 0)
        {
            text.Append("X-Status: ").Append(flags).Append('\n');
        }

        return text.ToString();
    }

    private FileStream FileOf(ExportFolder folder)
    {
        lock (files)
        {
            if (!files.TryGetValue(folder.Path, out var file))
            {
                var path = FullPath(folder.Path);
                EnsureFolder(Path.GetDirectoryName(path)!);
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, BufferSize);
                files.Add(folder.Path, file);
            }

            return file;
        }
    }
}
