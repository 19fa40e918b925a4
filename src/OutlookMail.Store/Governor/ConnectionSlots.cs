using System;

namespace OutlookMail.Store;

/// <summary>Who has a connection to the mailbox's server open: Exchange counts them for all processes together.</summary>
internal static class ConnectionSlots
{
    /// <returns>The slot's number, or null when all are taken.</returns>
    public static long? Take(SqliteDatabase db, string mailbox, string worker, DateTimeOffset now, DateTimeOffset until)
    {
        Governor.Tidy(db, mailbox, now);
        var limit = Governor.Limits(db, mailbox, now).Connections;
        if (limit is { } most && db.Number("SELECT count(*) FROM connection WHERE mailbox = $0 AND until > $1", mailbox, Clock.Stamp(now)) >= most)
        {
            return null;
        }

        db.Execute("INSERT INTO connection (mailbox, worker, until) VALUES ($0, $1, $2)", mailbox, worker, Clock.Stamp(until));
        return db.Number("SELECT last_insert_rowid()");
    }

    public static void Return(SqliteDatabase db, long slot) => db.Execute("DELETE FROM connection WHERE id = $0", slot);
}
