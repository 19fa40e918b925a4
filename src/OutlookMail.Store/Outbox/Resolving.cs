using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>What becomes of uncertain mails.</summary>
internal static class Resolving
{
    public static IReadOnlyList<UncertainMail> List(SqliteDatabase db, string mailbox) => db.Rows(
        row => new UncertainMail(row.GetInt64(0), row.GetString(1), row.GetString(2), Clock.Time(row.GetInt64(3)), row.GetInt32(4)),
        """
        SELECT id, message_id, subject, uncertain_on,
            (SELECT count(*) FROM mail AS part WHERE part.group_id = mail.group_id AND part.state IN (3, 4))
        FROM mail WHERE mailbox = $0 AND state = 3 ORDER BY id
        """,
        mailbox);

    public static bool Found(SqliteDatabase db, long id, string reason, DateTimeOffset now, ICollection<string> unusedFiles)
    {
        if (!Journal.Move(db, id, OutlookOutboxState.Uncertain, OutlookOutboxState.Sent, now, "", reason))
        {
            return false;
        }

        db.Execute("UPDATE mail SET sent_on = uncertain_on, uncertain_on = NULL WHERE id = $0", id);
        Contents.Drop(db, id, unusedFiles);
        return true;
    }

    public static void Note(SqliteDatabase db, long id, string reason, DateTimeOffset now)
    {
        if (db.Execute("UPDATE mail SET reason = $1 WHERE id = $0 AND state = 3", id, reason) > 0)
        {
            Journal.Note(db, id, OutlookOutboxState.Uncertain, OutlookOutboxState.Uncertain, now, "", reason);
        }
    }

    /// <summary>Back into the queue, from uncertain or failed, by somebody's decision.</summary>
    public static bool Requeue(SqliteDatabase db, long id, OutlookOutboxState from, string reason, DateTimeOffset now, DateTimeOffset notAfter)
    {
        if (from is not (OutlookOutboxState.Uncertain or OutlookOutboxState.Failed))
        {
            throw new ArgumentOutOfRangeException(nameof(from), from, "Only an uncertain or a failed mail goes back into the queue.");
        }

        var hasMessage = db.Rows(row => row.GetInt64(0), "SELECT id FROM mail WHERE id = $0 AND content_id IS NOT NULL", id).Any();
        if (!hasMessage || !Journal.Move(db, id, from, OutlookOutboxState.Queued, now, "", reason))
        {
            return false;
        }

        db.Execute(
            "UPDATE mail SET uncertain_on = NULL, is_direct = 0, due = $1, not_after = max(not_after, $2) WHERE id = $0",
            id,
            Clock.AtOnce,
            Clock.Stamp(notAfter));
        // Accepted in the attempt nobody knows the end of: to be asked again. Refused stays refused.
        db.Execute("UPDATE recipient SET state = 0 WHERE mail_id = $0 AND state = 1", id);
        return true;
    }
}
