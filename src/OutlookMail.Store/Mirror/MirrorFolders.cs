using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Data.Sqlite;

namespace OutlookMail.Store;

/// <summary>Mailboxes and their folders.</summary>
internal static class MirrorFolders
{
    private const string Columns = "id, name, uidvalidity, uidnext, modseq, messages, is_complete";

    public static (long Id, DateTimeOffset? Since, bool IsMoved) Mailbox(SqliteDatabase db, string address, DateTimeOffset? since)
    {
        var wanted = since?.ToUnixTimeSeconds();
        var known = db.Rows(row => (Id: row.GetInt64(0), Since: row.IsDBNull(1) ? null : (long?)row.GetInt64(1)), "SELECT id, since FROM mailbox WHERE address = $0", address);
        if (known.Count == 0)
        {
            db.Execute("INSERT INTO mailbox (address, since) VALUES ($0, $1)", address, wanted);
            return (db.Number("SELECT last_insert_rowid()"), since, false);
        }

        var (id, had) = known[0];
        if (had is null || wanted is null || wanted >= had)
        {
            return (id, had is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null, false);
        }

        // Older messages are missing in every folder now.
        db.Execute("UPDATE mailbox SET since = $1 WHERE id = $0", id, wanted);
        db.Execute("UPDATE folder SET is_complete = 0 WHERE mailbox_id = $0", id);
        return (id, since, true);
    }

    public static List<MirrorFolder> List(SqliteDatabase db, long mailbox) =>
        db.Rows(Read, $"SELECT {Columns} FROM folder WHERE mailbox_id = $0 ORDER BY name", mailbox);

    public static MirrorFolder Add(SqliteDatabase db, long mailbox, string name, uint uidValidity)
    {
        // It may be there for the sake of messages that are gone.
        db.Execute(
            "INSERT INTO folder (mailbox_id, name, uidvalidity) VALUES ($0, $1, $2) ON CONFLICT (mailbox_id, name) DO NOTHING",
            mailbox,
            name,
            (long)uidValidity);
        return db.Rows(Read, $"SELECT {Columns} FROM folder WHERE mailbox_id = $0 AND name = $1", mailbox, name).Single();
    }

    public static MirrorFolder Renumber(SqliteDatabase db, MirrorFolder folder, uint uidValidity)
    {
        db.Execute("UPDATE folder SET uidvalidity = $1, uidnext = 0, modseq = 0, messages = 0, is_complete = 0 WHERE id = $0", folder.Id, (long)uidValidity);
        return db.Rows(Read, $"SELECT {Columns} FROM folder WHERE id = $0", folder.Id).Single();
    }

    /// <summary>A folder whose messages are kept stays with them.</summary>
    public static void Remove(SqliteDatabase db, long id)
    {
        db.Execute("UPDATE folder SET uidnext = 0, modseq = 0, messages = 0, is_complete = 0 WHERE id = $0", id);
        db.Execute("DELETE FROM folder WHERE id = $0 AND NOT EXISTS (SELECT 1 FROM message WHERE folder_id = $0)", id);
    }

    public static void Complete(SqliteDatabase db, long id, uint uidNext, ulong modSeq, uint messages) =>
        db.Execute("UPDATE folder SET uidnext = $1, modseq = $2, messages = $3, is_complete = 1 WHERE id = $0", id, (long)uidNext, unchecked((long)modSeq), (long)messages);

    private static MirrorFolder Read(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), (uint)row.GetInt64(2))
    {
        UidNext = (uint)row.GetInt64(3),
        ModSeq = unchecked((ulong)row.GetInt64(4)),
        ServerMessages = (uint)row.GetInt64(5),
        IsComplete = row.GetInt64(6) != 0,
    };
}
