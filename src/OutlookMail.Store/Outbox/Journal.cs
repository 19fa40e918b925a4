using System;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>The only way a mail changes its state: the change and its line in the history are one.</summary>
internal static class Journal
{
    public static void Note(SqliteDatabase db, long id, OutlookOutboxState? from, OutlookOutboxState to, DateTimeOffset now, string worker, string reason) =>
        db.Execute(
            "INSERT INTO transition (mail_id, at, from_state, to_state, worker, reason) VALUES ($0, $1, $2, $3, $4, $5)",
            id,
            Clock.Stamp(now),
            from is { } known ? (int)known : null,
            (int)to,
            worker,
            reason);

    /// <summary>Changes the state if it is <paramref name="from"/> still; what else changes with it is the caller's.</summary>
    public static bool Move(SqliteDatabase db, long id, OutlookOutboxState from, OutlookOutboxState to, DateTimeOffset now, string worker, string reason)
    {
        if (db.Execute("UPDATE mail SET state = $2, reason = $3 WHERE id = $0 AND state = $1", id, (int)from, (int)to, reason) == 0)
        {
            return false;
        }

        Note(db, id, from, to, now, worker, reason);
        return true;
    }

    public static void DropLease(SqliteDatabase db, long id) =>
        db.Execute("UPDATE mail SET lease_worker = NULL, lease_until = NULL WHERE id = $0", id);
}
