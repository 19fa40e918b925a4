using System;
using System.Collections.Generic;

namespace OutlookMail.Store;

/// <summary>Which messages are in which folder.</summary>
internal static class MirrorMessages
{
    public static List<KnownMessage> Known(SqliteDatabase db, long folder) => db.Rows(
        row => new KnownMessage((uint)row.GetInt64(0), new MirrorFlags(row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2))),
        "SELECT uid, flags, keywords FROM message WHERE folder_id = $0 AND gone_on IS NULL ORDER BY uid",
        folder);

    public static int Count(SqliteDatabase db, long folder) => (int)db.Number("SELECT count(*) FROM message WHERE folder_id = $0 AND gone_on IS NULL", folder);

    public static void Add(SqliteDatabase db, BlobFiles files, long folder, MirrorMessage message)
    {
        var blob = db.Scalar("SELECT id FROM blob WHERE sha256 = $0", message.Content.Sha256) as long? ?? AddBlob(db, files, message);
        db.Execute(
            """
            INSERT INTO message (folder_id, uid, blob_id, flags, keywords, received) VALUES ($0, $1, $2, $3, $4, $5)
            ON CONFLICT (folder_id, uid) WHERE gone_on IS NULL DO UPDATE SET blob_id = $2, flags = $3, keywords = $4, received = $5
            """,
            folder,
            (long)message.Uid,
            blob,
            message.Flags.Bits,
            message.Flags.Keywords,
            message.Received.ToUnixTimeSeconds());
    }

    public static void SetFlags(SqliteDatabase db, long folder, IReadOnlyList<KnownMessage> messages)
    {
        foreach (var message in messages)
        {
            db.Execute(
                "UPDATE message SET flags = $2, keywords = $3 WHERE folder_id = $0 AND uid = $1 AND gone_on IS NULL",
                folder,
                (long)message.Uid,
                message.Flags.Bits,
                message.Flags.Keywords);
        }
    }

    public static int Remove(SqliteDatabase db, long folder, IReadOnlyCollection<uint> uids, bool keep, DateTimeOffset now)
    {
        var removed = 0;
        foreach (var uid in uids)
        {
            if (keep)
            {
                removed += db.Execute("UPDATE message SET gone_on = $2 WHERE folder_id = $0 AND uid = $1 AND gone_on IS NULL", folder, (long)uid, now.ToUnixTimeSeconds());
            }
            else
            {
                db.Execute("INSERT OR IGNORE INTO unused SELECT blob_id FROM message WHERE folder_id = $0 AND uid = $1 AND gone_on IS NULL", folder, (long)uid);
                removed += db.Execute("DELETE FROM message WHERE folder_id = $0 AND uid = $1 AND gone_on IS NULL", folder, (long)uid);
            }
        }

        return removed;
    }

    public static int RemoveAll(SqliteDatabase db, long folder, bool keep, DateTimeOffset now)
    {
        if (keep)
        {
            return db.Execute("UPDATE message SET gone_on = $1 WHERE folder_id = $0 AND gone_on IS NULL", folder, now.ToUnixTimeSeconds());
        }

        db.Execute("INSERT OR IGNORE INTO unused SELECT blob_id FROM message WHERE folder_id = $0 AND gone_on IS NULL", folder);
        return db.Execute("DELETE FROM message WHERE folder_id = $0 AND gone_on IS NULL", folder);
    }

    private static long AddBlob(SqliteDatabase db, BlobFiles files, MirrorMessage message)
    {
        if (message.Content.Octets is null && !files.Exists(message.Content.Sha256))
        {
            // Another process dropped the same octets a moment ago; the next run brings them back.
            throw new StoreException(StoreFailure.Busy, "", "Another process is using it.");
        }

        var id = BlobIds.New(db, message.Received);
        var document = message.Document;
        db.Execute("INSERT INTO blob (id, sha256, size, body) VALUES ($0, $1, $2, $3)", id, message.Content.Sha256, message.Content.Size, message.Content.Octets);
        db.Execute(
            "INSERT INTO document (id, message_id, subject, sender, recipients, attachments, body) VALUES ($0, $1, $2, $3, $4, $5, $6)",
            id,
            document.MessageId,
            document.Subject,
            document.Sender,
            document.Recipients,
            document.Attachments,
            BlobFiles.PackText(document.Body));
        db.Execute(
            "INSERT INTO search (rowid, subject, sender, recipients, attachments, body) VALUES ($0, $1, $2, $3, $4, $5)",
            id,
            document.Subject,
            document.Sender,
            document.Recipients,
            document.Attachments,
            document.Body);
        return id;
    }
}
