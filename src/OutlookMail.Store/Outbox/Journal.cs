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

    /// <summary>Gives a queued mail to a worker.</summary>
    public static void Lease(SqliteDatabase db, long id, DateTimeOffset now, string worker, DateTimeOffset until)
    {
        const string reason = "Taken to be sent.";
        db.Execute(
            "UPDATE mail SET state = 1, reason = $1, lease_worker = $2, lease_token = coalesce(lease_token, 0) + 1, lease_until = $3 WHERE id = $0 AND state = 0",
            id,
            reason,
            worker,
            Clock.Stamp(until));
        Note(db, id, OutlookOutboxState.Queued, OutlookOutboxState.Leased, now, worker, reason);
    }

    /// <summary>Gives queued mails to a worker.</summary>
    /// <param name="ids">As a JSON array.</param>
    public static void LeaseAll(SqliteDatabase db, string ids, DateTimeOffset now, string worker, DateTimeOffset until)
    {
        const string reason = "Taken to be sent.";
        db.Execute(
            """
            UPDATE mail SET state = 1, reason = $1, lease_worker = $2, lease_token = coalesce(lease_token, 0) + 1, lease_until = $3
            WHERE id IN (SELECT value FROM json_each($0))
            """,
            ids,
            reason,
            worker,
            Clock.Stamp(until));
        db.Execute(
            "INSERT INTO transition (mail_id, at, from_state, to_state, worker, reason) SELECT value, $1, 0, 1, $2, $3 FROM json_each($0)",
            ids,
            Clock.Stamp(now),
            worker,
            reason);
    }

    /// <summary>Mails that are leased are about to be the server's.</summary>
    /// <param name="ids">As a JSON array.</param>
    public static void Begin(SqliteDatabase db, string ids, DateTimeOffset now, string worker)
    {
        const string reason = "The server is being given the message's end.";
        db.Execute("UPDATE mail SET state = 2, reason = $1 WHERE id IN (SELECT value FROM json_each($0))", ids, reason);
        db.Execute(
            "INSERT INTO transition (mail_id, at, from_state, to_state, worker, reason) SELECT value, $1, 1, 2, $2, $3 FROM json_each($0)",
            ids,
            Clock.Stamp(now),
            worker,
            reason);
    }

    /// <summary>The server took a mail whose lease still holds; its message is needed no more. <see cref="NoteConfirmed"/> belongs to it.</summary>
    /// <returns>False when the lease is void; nothing was changed.</returns>
    public static bool Confirm(SqliteDatabase db, LeasedMail mail, DateTimeOffset now, string reason, string reply)
    {
        if (db.Execute(
            """
            UPDATE mail SET state = 4, reason = $2, reply = $3, sent_on = $4, uncertain_on = NULL, lease_worker = NULL, lease_until = NULL, content_id = NULL
            WHERE id = $0 AND state = 2 AND lease_token = $1
            """,
            mail.Id,
            mail.Token,
            reason,
            reply,
            Clock.Stamp(now)) == 0)
        {
            return false;
        }

        return true;
    }

    /// <summary>The history's line of each that <see cref="Confirm"/> changed.</summary>
    /// <param name="ids">As a JSON array.</param>
    public static void NoteConfirmed(SqliteDatabase db, string ids, DateTimeOffset now, string worker, string reason) => db.Execute(
        "INSERT INTO transition (mail_id, at, from_state, to_state, worker, reason) SELECT value, $1, 2, 4, $2, $3 FROM json_each($0)",
        ids,
        Clock.Stamp(now),
        worker,
        reason);

    public static void DropLease(SqliteDatabase db, long id) =>
        db.Execute("UPDATE mail SET lease_worker = NULL, lease_until = NULL WHERE id = $0", id);
}
