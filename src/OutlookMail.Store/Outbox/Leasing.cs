using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Mail;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Hands out mails that may go now.</summary>
internal static class Leasing
{
    public static LeaseAnswer Take(SqliteDatabase db, string mailbox, string worker, int maximum, IReadOnlyCollection<long>? only, DateTimeOffset now, DateTimeOffset until)
    {
        Expire(db, mailbox, now, worker);
        Governor.Tidy(db, mailbox, now);
        var leased = new List<LeasedMail>();
        (DateTimeOffset On, string Reason)? obstacle = null;
        foreach (var id in Due(db, mailbox, maximum, only, now))
        {
            var state = Governor.Standing(db, mailbox, now);
            SplitBySize(db, id, state.Limits.RecipientsPerMail, now, worker);
            var recipients = Recipients(db, id);
            obstacle = Governor.Obstacle(db, mailbox, state, recipients.Count, now);
            if (obstacle is not null)
            {
                break;
            }

            leased.Add(Lease(db, id, recipients, worker, now, until));
            Governor.Count(db, mailbox, id, recipients.Count, now);
        }

        if (leased.Count > 0)
        {
            return new LeaseAnswer(leased, null, "");
        }

        if (obstacle is { } wait)
        {
            return new LeaseAnswer(leased, wait.On, wait.Reason);
        }

        var next = only is null
            ? db.Scalar("SELECT min(due) FROM mail WHERE mailbox = $0 AND state = 0 AND is_direct = 0", mailbox)
            : only.Select(id => db.Scalar("SELECT min(due) FROM mail WHERE (id = $0 OR group_id = $0) AND mailbox = $1 AND state = 0 AND is_direct = 0", id, mailbox)).Where(due => due is not null).Min();
        return next is long due
            ? new LeaseAnswer(leased, Clock.Time(due), "The next mail's time has not come.")
            : new LeaseAnswer(leased, null, "Nothing is queued.");
    }

    /// <summary>Writes down that the mail is about to be the server's.</summary>
    /// <returns>False: the lease is void, and nothing more of the mail may be sent.</returns>
    public static bool Begin(SqliteDatabase db, LeasedMail mail, DateTimeOffset now, DateTimeOffset until)
    {
        var held = db.Execute(
            "UPDATE mail SET lease_until = $3 WHERE id = $0 AND state = 1 AND lease_token = $1 AND lease_until > $2",
            mail.Id,
            mail.Token,
            Clock.Stamp(now),
            Clock.Stamp(until));
        return held > 0 && Journal.Move(db, mail.Id, OutlookOutboxState.Leased, OutlookOutboxState.Sending, now, mail.Worker, "The server is being given the message's end.");
    }

    public static void Renew(SqliteDatabase db, string worker, DateTimeOffset until)
    {
        db.Execute("UPDATE mail SET lease_until = $1 WHERE state IN (1, 2) AND lease_worker = $0", worker, Clock.Stamp(until));
        db.Execute("UPDATE connection SET until = $1 WHERE worker = $0", worker, Clock.Stamp(until));
    }

    public static IReadOnlyList<string> Recipients(SqliteDatabase db, long id) =>
        db.Rows(row => row.GetString(0), "SELECT address FROM recipient WHERE mail_id = $0 AND state = 0 ORDER BY position", id);

    private static IEnumerable<long> Due(SqliteDatabase db, string mailbox, int maximum, IReadOnlyCollection<long>? only, DateTimeOffset now)
    {
        if (only is null)
        {
            return db.Rows(
                row => row.GetInt64(0),
                "SELECT id FROM mail WHERE mailbox = $0 AND state = 0 AND is_direct = 0 AND due <= $1 ORDER BY rank, id LIMIT $2",
                mailbox,
                Clock.Stamp(now),
                maximum);
        }

        // A mail's name stands for what was split from it as well.
        return only
            .SelectMany(id => db.Rows(
                row => row.GetInt64(0),
                "SELECT id FROM mail WHERE (id = $0 OR group_id = $0) AND mailbox = $1 AND state = 0 AND is_direct = 0 AND due <= $2 ORDER BY id",
                id,
                mailbox,
                Clock.Stamp(now)))
            .Distinct()
            .Take(maximum)
            .ToArray();
    }

    private static LeasedMail Lease(SqliteDatabase db, long id, IReadOnlyList<string> recipients, string worker, DateTimeOffset now, DateTimeOffset until)
    {
        db.Execute(
            "UPDATE mail SET lease_worker = $1, lease_token = coalesce(lease_token, 0) + 1, lease_until = $2 WHERE id = $0",
            id,
            worker,
            Clock.Stamp(until));
        Journal.Move(db, id, OutlookOutboxState.Queued, OutlookOutboxState.Leased, now, worker, "Taken to be sent.");
        return db.Rows(
            row => new LeasedMail(id, row.GetInt64(0), worker)
            {
                GroupId = row.GetInt64(1),
                Sender = row.GetString(2),
                Recipients = recipients,
                Subject = row.GetString(3),
                MessageId = row.GetString(4),
                Size = row.GetInt64(5),
                Attempts = row.GetInt32(6),
                NotAfter = Clock.Time(row.GetInt64(7)),
                ContentId = row.GetInt64(8),
                Is8Bit = row.GetInt32(9) != 0,
                NeedsSmtpUtf8 = row.GetInt32(10) != 0,
                Notify = (DeliveryNotificationOptions)row.GetInt64(11),
            },
            """
            SELECT lease_token, group_id, sender, subject, message_id, mail.size, attempts, not_after, content_id, is_8bit, needs_smtputf8, notify
            FROM mail JOIN content ON content.id = content_id WHERE mail.id = $0
            """,
            id)[0];
    }

    private static void Expire(SqliteDatabase db, string mailbox, DateTimeOffset now, string worker)
    {
        foreach (var id in db.Rows(
            row => row.GetInt64(0),
            "SELECT id FROM mail WHERE mailbox = $0 AND state = 0 AND is_direct = 0 AND not_after <= $1",
            mailbox,
            Clock.Stamp(now)))
        {
            Journal.Move(db, id, OutlookOutboxState.Queued, OutlookOutboxState.Failed, now, worker, "Its time ran out before it could be sent.");
        }
    }

    private static void SplitBySize(SqliteDatabase db, long id, int? limit, DateTimeOffset now, string worker)
    {
        if (limit is not { } most || most < 1)
        {
            return;
        }

        var positions = db.Rows(row => row.GetInt32(0), "SELECT position FROM recipient WHERE mail_id = $0 AND state = 0 ORDER BY position", id);
        var (attempts, due) = db.Rows(row => (row.GetInt32(0), row.GetInt64(1)), "SELECT attempts, due FROM mail WHERE id = $0", id)[0];
        for (var first = most; first < positions.Count; first += most)
        {
            var part = positions.GetRange(first, Math.Min(most, positions.Count - first));
            var child = Enqueuing.Split(db, id, part, Clock.Time(due), attempts, now, worker, string.Format(CultureInfo.InvariantCulture, "a mail may have {0} recipients.", most));
            Journal.Note(db, id, OutlookOutboxState.Queued, OutlookOutboxState.Queued, now, worker, string.Format(CultureInfo.InvariantCulture, "{0} recipients went on as #{1}.", part.Count, child));
        }
    }
}
