using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;

namespace OutlookMail.Client;

/// <summary>
/// What imports into a mailbox have begun and done, by the hash of each message: a run that died between sending a message
/// and hearing of it is made up for without a second copy, and what was done is known without reading it back.
/// </summary>
internal sealed class ImportJournal : IDisposable
{
    // A hash's beginning tells a million messages apart; what it is asked for is checked on the server as well.
    private const int KeyDigits = 16;

    private readonly FileStream file;
    private readonly Dictionary<string, Dictionary<ulong, (uint UidValidity, uint Uid)>> folders = new(StringComparer.Ordinal);

    private ImportJournal(FileStream file) => this.file = file;

    /// <exception cref="Model.OutlookMailException">Another import into the mailbox runs, or the file cannot be used.</exception>
    public static ImportJournal Open(string folder, string mailbox)
    {
        var path = Path.Combine(folder, SafeFileName.Clean(mailbox.ToLowerInvariant(), "mailbox") + ".txt");
        try
        {
            Directory.CreateDirectory(folder);
            var journal = new ImportJournal(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            journal.Load();
            return journal;
        }
        catch (IOException) when (File.Exists(path))
        {
            throw ArchiveErrors.Busy(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw DiskErrors.Map(path, e);
        }
    }

    /// <summary>Null: never begun. A UID of 0: begun, and what became of it is not known.</summary>
    public (uint UidValidity, uint Uid)? Find(string folder, string sha256) =>
        folders.TryGetValue(folder, out var known) && known.TryGetValue(Key(sha256), out var found) ? found : null;

    /// <summary>UIDs with their hashes' keys.</summary>
    public bool Is(string folder, uint uidValidity, uint uid, string sha256) => Find(folder, sha256) is { } known && known.UidValidity == uidValidity && known.Uid == uid;

    public void Begin(string folder, IEnumerable<string> hashes)
    {
        foreach (var sha256 in hashes)
        {
            Note(folder, sha256, 0, 0);
        }

        file.Flush();
    }

    public void Done(string folder, string sha256, uint uidValidity, uint uid)
    {
        Note(folder, sha256, uidValidity, uid);
        file.Flush();
    }

    public void Dispose() => file.Dispose();

    private static ulong Key(string sha256) => ulong.Parse(sha256.Substring(0, KeyDigits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private void Note(string folder, string sha256, uint uidValidity, uint uid)
    {
        Keep(folder, Key(sha256), uidValidity, uid);
        var line = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{sha256.Substring(0, KeyDigits)} {uidValidity} {uid} {folder.Replace('\n', ' ')}\n"));
        Disk.Run(file.Name, () => file.Write(line, 0, line.Length));
    }

    private void Keep(string folder, ulong key, uint uidValidity, uint uid)
    {
        if (!folders.TryGetValue(folder, out var known))
        {
            folders.Add(folder, known = new Dictionary<ulong, (uint, uint)>());
        }

        known[key] = (uidValidity, uid);
    }

    private void Load()
    {
        var reader = new LineReader(file);
        while (reader.TryRead(out var octets))
        {
            var parts = Encoding.UTF8.GetString(octets.Array!, octets.Offset, octets.Count).Split(new[] { ' ' }, 4);
            if (parts.Length == 4 && ulong.TryParse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var key)
                && uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var uidValidity)
                && uint.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var uid))
            {
                Keep(parts[3], key, uidValidity, uid);
            }
        }

        // The last line may have been cut off with the process that wrote it.
        file.SetLength(reader.Complete);
        file.Position = reader.Complete;
    }
}
