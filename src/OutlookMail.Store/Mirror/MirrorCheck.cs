using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using Microsoft.Data.Sqlite;

namespace OutlookMail.Store;

/// <summary>Looks through a whole archive, and takes out what is damaged.</summary>
internal sealed class MirrorCheck
{
    private const long Batch = 100;

    // https://sqlite.org/rescode.html#corrupt_vtab
    private const int CorruptIndex = 267;

    private readonly SqliteDatabase database;
    private readonly BlobFiles files;
    private readonly DateTimeOffset now;
    private readonly List<string> found = [];

    public MirrorCheck(SqliteDatabase database, BlobFiles files, DateTimeOffset now)
    {
        this.database = database;
        this.files = files;
        this.now = now;
    }

    public IReadOnlyList<string> Run(Action looked, CancellationToken cancellationToken)
    {
        foreach (var blob in Damaged(looked, cancellationToken))
        {
            database.Write(true, db => Drop(db, blob));
        }

        CheckIndex();
        files.Sweep(sha256 => database.Read(db => db.Number("SELECT EXISTS (SELECT 1 FROM blob WHERE sha256 = $0 AND body IS NULL)", sha256)) != 0, now);
        return found;
    }

    private List<long> Damaged(Action looked, CancellationToken cancellationToken)
    {
        var damaged = new List<long>();
        using var sha = SHA256.Create();
        for (long after = -1; ;)
        {
            var from = after;
            var batch = database.Read(db => db.Rows(
                row => (Id: row.GetInt64(0), Sha256: row.GetFieldValue<byte[]>(1), Octets: row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2), HasDocument: row.GetInt64(3) != 0),
                "SELECT id, sha256, body, EXISTS (SELECT 1 FROM document WHERE document.id = blob.id) FROM blob WHERE id > $0 ORDER BY id LIMIT $1",
                from,
                Batch));
            if (batch.Count == 0)
            {
                return damaged;
            }

            foreach (var (id, sha256, octets, hasDocument) in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!hasDocument || !IsWhole(sha, sha256, octets))
                {
                    damaged.Add(id);
                }

                after = id;
                looked();
            }
        }
    }

    private bool IsWhole(HashAlgorithm sha, byte[] sha256, byte[]? octets)
    {
        try
        {
            using var content = files.Open(sha256, octets);
            return sha.ComputeHash(content).SequenceEqual(sha256);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            return false;
        }
    }

    private bool Drop(SqliteDatabase db, long blob)
    {
        var places = db.Rows(
            row => (Folder: row.GetInt64(0), Name: row.GetString(1), Uid: row.GetInt64(2)),
            "SELECT folder.id, folder.name, message.uid FROM message JOIN folder ON folder.id = message.folder_id WHERE message.blob_id = $0",
            blob);
        foreach (var (folder, name, uid) in places)
        {
            found.Add(FormattableString.Invariant($"The message with UID {uid} of '{name}' was damaged; it is fetched again if the server has it."));
            db.Execute("UPDATE folder SET is_complete = 0 WHERE id = $0", folder);
        }

        db.Execute("DELETE FROM message WHERE blob_id = $0", blob);
        MirrorGarbage.Drop(db, files, blob);
        return true;
    }

    private void CheckIndex()
    {
        try
        {
            // 1: also against the texts (sqlite.org/fts5.html#the_integrity_check_command).
            database.Write(false, db => db.Execute("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)"));
        }
        catch (StoreException e) when (e.InnerException is SqliteException { SqliteExtendedErrorCode: CorruptIndex })
        {
            database.Write(true, db => db.Execute("INSERT INTO search (search) VALUES ('rebuild')"));
            found.Add("The search index did not fit the texts and was made anew.");
        }
    }
}
