using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Takes back what workers held that are gone, or that let their lease run out.</summary>
internal static class Recovery
{
    /// <param name="mayBeAlive">Asked once for each worker that holds something.</param>
    /// <returns>How many mails were taken back.</returns>
    public static int Run(SqliteDatabase db, Func<string, bool> mayBeAlive, TimeSpan leaseDuration, DateTimeOffset now)
    {
        var alive = new Dictionary<string, bool>(StringComparer.Ordinal);
        bool Holds(string worker, long until)
        {
            // Further ahead than any lease reaches: the clock was set back since, and says nothing.
            if (until <= Clock.Stamp(now) || until > Clock.Stamp(now + leaseDuration + leaseDuration))
            {
                return false;
            }

            if (!alive.TryGetValue(worker, out var known))
            {
                alive[worker] = known = mayBeAlive(worker);
            }

            return known;
        }

        var taken = 0;
        foreach (var (id, state, direct, worker, until) in db.Rows(
            row => (row.GetInt64(0), (OutlookOutboxState)row.GetInt32(1), row.GetInt32(2) != 0, row.GetString(3), row.GetInt64(4)),
            "SELECT id, state, is_direct, lease_worker, lease_until FROM mail WHERE state IN (1, 2)"))
        {
            if (Holds(worker, until))
            {
                continue;
            }

            if (state == OutlookOutboxState.Sending)
            {
                Journal.Move(db, id, state, OutlookOutboxState.Uncertain, now, "", $"{worker} ended while the server was being given the message's end.");
                db.Execute("UPDATE mail SET uncertain_on = $1 WHERE id = $0", id, Clock.Stamp(now));
            }
            else
            {
                // The program that sent it directly is gone and nobody expects it to go out on its own.
                var to = direct ? OutlookOutboxState.Failed : OutlookOutboxState.Queued;
                Journal.Move(db, id, state, to, now, "", $"{worker} ended before the server had anything of it that counts.");
                Governor.TakeBack(db, id);
            }

            Journal.DropLease(db, id);
            taken++;
        }

        foreach (var (id, worker, until) in db.Rows(row => (row.GetInt64(0), row.GetString(1), row.GetInt64(2)), "SELECT id, worker, until FROM connection"))
        {
            if (!Holds(worker, until))
            {
                ConnectionSlots.Return(db, id);
            }
        }

        return taken;
    }
}
