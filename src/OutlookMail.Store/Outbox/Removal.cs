using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Takes mails out of the outbox for good.</summary>
internal static class Removal
{
    /// <returns>The mail's state; it is gone unless a worker has it. Null when there is no such mail.</returns>
    public static OutlookOutboxState? Remove(SqliteDatabase db, long id, ICollection<string> unusedFiles)
    {
        if (db.Scalar("SELECT state FROM mail WHERE id = $0", id) is not long number)
        {
            return null;
        }

        var state = (OutlookOutboxState)number;
        if (state is not (OutlookOutboxState.Leased or OutlookOutboxState.Sending))
        {
            Delete(db, id, unusedFiles);
        }

        return state;
    }

    /// <summary>Mails that were sent so long ago that nobody repeats their idempotency keys any more.</summary>
    public static void Expire(SqliteDatabase db, DateTimeOffset sentBefore, ICollection<string> unusedFiles)
    {
        foreach (var id in db.Rows(row => row.GetInt64(0), "SELECT id FROM mail WHERE state = 4 AND sent_on < $0", Clock.Stamp(sentBefore)))
        {
            Delete(db, id, unusedFiles);
        }
    }

    private static void Delete(SqliteDatabase db, long id, ICollection<string> unusedFiles)
    {
        Contents.Drop(db, id, unusedFiles);
        db.Execute("DELETE FROM mail WHERE id = $0", id);
    }
}
