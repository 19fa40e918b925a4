using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace OutlookMail.Store;

/// <summary>
/// Local copies of mailboxes in SQLite: what is in which folder, the messages' octets by their SHA-256, packed, and an
/// index of their texts. Each call is one transaction that outlives the process; a power cut takes back whole calls.
/// </summary>
public sealed class MirrorStore : IDisposable
{
    public const string FileName = "archive.db";

    private readonly SqliteDatabase database;
    private readonly BlobFiles files;
    private readonly TimeProvider time;

    private MirrorStore(SqliteDatabase database, BlobFiles files, TimeProvider time)
    {
        this.database = database;
        this.files = files;
        this.time = time;
        database.AddFunction(MirrorSchema.Unpack, BlobFiles.UnpackText);
    }

    /// <param name="folder">Made when it is not there, for this user alone.</param>
    /// <exception cref="StoreException"/>
    public static MirrorStore Open(string folder, TimeProvider time, SqliteOptions? options = null)
    {
        var full = Path.GetFullPath(folder);
        var database = SqliteDatabase.Open(Path.Combine(full, FileName), MirrorSchema.Migrations, options ?? new SqliteOptions());
        return new MirrorStore(database, new BlobFiles(Path.Combine(full, "blobs")), time);
    }

    /// <summary>Sets a damaged archive's file aside; the next <see cref="Open"/> begins a new one beside the packed messages.</summary>
    /// <returns>The file's new path.</returns>
    /// <exception cref="StoreException"/>
    public static string SetAside(string folder, DateTimeOffset now)
    {
        var path = Path.Combine(Path.GetFullPath(folder), FileName);
        var aside = FormattableString.Invariant($"{path}.damaged-{now.UtcDateTime:yyyyMMddHHmmss}");
        try
        {
            File.Move(path, aside);
            foreach (var log in new[] { path + "-wal", path + "-shm" }.Where(File.Exists))
            {
                File.Delete(log);
            }

            return aside;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreException.From(e, path);
        }
    }

    /// <param name="since">Where the copy begins; an earlier one than before moves the beginning back, a later one or none changes nothing.</param>
    /// <returns>The mailbox's id, the beginning that holds, and whether it was moved back.</returns>
    /// <exception cref="StoreException"/>
    public (long Id, DateTimeOffset? Since, bool IsMoved) Mailbox(string address, DateTimeOffset? since) =>
        database.Write(false, db => MirrorFolders.Mailbox(db, address, since));

    /// <exception cref="StoreException"/>
    public IReadOnlyList<MirrorFolder> Folders(long mailbox) => database.Read(db => MirrorFolders.List(db, mailbox));

    /// <exception cref="StoreException"/>
    public MirrorFolder AddFolder(long mailbox, string name, uint uidValidity) =>
        database.Write(false, db => MirrorFolders.Add(db, mailbox, name, uidValidity));

    /// <summary>The folder's UIDs mean other messages now: what is there of it goes, or is kept as gone.</summary>
    /// <exception cref="StoreException"/>
    public MirrorFolder Renumber(MirrorFolder folder, uint uidValidity, bool keep) => database.Write(false, db =>
    {
        MirrorMessages.RemoveAll(db, folder.Id, keep, time.GetUtcNow());
        return MirrorFolders.Renumber(db, folder, uidValidity);
    });

    /// <summary>The folder is gone.</summary>
    /// <returns>Messages that went with it.</returns>
    /// <exception cref="StoreException"/>
    public int RemoveFolder(MirrorFolder folder, bool keep) => database.Write(false, db =>
    {
        var removed = MirrorMessages.RemoveAll(db, folder.Id, keep, time.GetUtcNow());
        MirrorFolders.Remove(db, folder.Id);
        return removed;
    });

    /// <summary>Everything up to these counters is there.</summary>
    /// <exception cref="StoreException"/>
    public void Complete(MirrorFolder folder, uint uidNext, ulong modSeq, uint messages) => database.Write(false, db =>
    {
        MirrorFolders.Complete(db, folder.Id, uidNext, modSeq, messages);
        return true;
    });

    /// <summary>Messages of the folder that the server still has, by ascending UID.</summary>
    /// <exception cref="StoreException"/>
    public IReadOnlyList<KnownMessage> Known(MirrorFolder folder) => database.Read(db => MirrorMessages.Known(db, folder.Id));

    /// <exception cref="StoreException"/>
    public int Count(MirrorFolder folder) => database.Read(db => MirrorMessages.Count(db, folder.Id));

    /// <summary>Packs a message. Large ones are on the disk on return; the row that names them comes with <see cref="Add"/>.</summary>
    /// <exception cref="StoreException"/>
    public PackedMessage Pack(Stream message, byte[] sha256, long size)
    {
        try
        {
            return files.Pack(message, sha256, size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreException.From(e, database.Path);
        }
    }

    /// <summary>Takes messages in, all or none.</summary>
    /// <exception cref="StoreException"/>
    public void Add(MirrorFolder folder, IReadOnlyList<MirrorMessage> messages) => database.Write(false, db =>
    {
        foreach (var message in messages)
        {
            MirrorMessages.Add(db, files, folder.Id, message);
        }

        return true;
    });

    /// <exception cref="StoreException"/>
    public void SetFlags(MirrorFolder folder, IReadOnlyList<KnownMessage> messages) => database.Write(false, db =>
    {
        MirrorMessages.SetFlags(db, folder.Id, messages);
        return true;
    });

    /// <param name="keep">True: they stay and can be found, marked as gone.</param>
    /// <returns>Messages that were there.</returns>
    /// <exception cref="StoreException"/>
    public int Remove(MirrorFolder folder, IReadOnlyCollection<uint> uids, bool keep) =>
        database.Write(false, db => MirrorMessages.Remove(db, folder.Id, uids, keep, time.GetUtcNow()));

    /// <summary>Drops octets and texts that no message has any more.</summary>
    /// <exception cref="StoreException"/>
    public void Collect()
    {
        while (database.Write(false, db => MirrorGarbage.Collect(db, files)))
        {
        }
    }

    /// <summary>Newest first, as they are read; the store does nothing else meanwhile.</summary>
    /// <exception cref="StoreException"/>
    /// <exception cref="FormatException">The text cannot be searched for.</exception>
    public IEnumerable<MirrorHit> Search(MirrorQuery query) => MirrorSearch.Run(database, query);

    /// <summary>Whether SQLite finds its own file whole.</summary>
    /// <exception cref="StoreException"/>
    public bool IsSound() => database.Read(db => db.Rows(row => row.GetString(0), "PRAGMA quick_check")) is ["ok"];

    /// <summary>The message with this hash, unpacked as it is read.</summary>
    /// <exception cref="StoreException">There is none.</exception>
    public Stream OpenContent(byte[] sha256)
    {
        var found = database.Read(db => db.Rows(row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0), "SELECT body FROM blob WHERE sha256 = $0", sha256));
        try
        {
            return found.Count > 0 ? files.Open(sha256, found[0]) : throw new StoreException(StoreFailure.Damaged, database.Path, "The message is no longer there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreException.From(e, database.Path);
        }
    }

    /// <summary>Reads everything and compares it with its hash and its index; what is damaged goes, so that it is fetched again.</summary>
    /// <param name="looked">Told after each message.</param>
    /// <returns>What was found, for people; nothing when all is well.</returns>
    /// <exception cref="StoreException">The file itself is damaged (<see cref="IsSound"/>).</exception>
    public IReadOnlyList<string> Check(Action looked, System.Threading.CancellationToken cancellationToken) =>
        new MirrorCheck(database, files, time.GetUtcNow()).Run(looked, cancellationToken);

    public void Dispose() => database.Dispose();
}
