using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Data.Sqlite;
using System.Net.Mail;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Hands out mails that may go now.</summary>
internal static class Leasing
{
    private const string Columns = Listing.Columns + ", lease_token, content_id, is_8bit, needs_smtputf8, notify, body";

    public static LeaseAnswer Take(SqliteDatabase db, string mailbox, string worker, int maximum, IReadOnlyCollection<long>? only, DateTimeOffset now, DateTimeOffset until)
    {
        Expire(db, mailbox, now, worker);
        Governor.Tidy(db, mailbox, now);
        var leased = new List<LeasedMail>();
        (DateTimeOffset On, string Reason)? obstacle = null;
        GovernorState? state = null;
        var due = Due(db, mailbox, maximum, only, now);
        if (due.Count > 1)
        {
            state = Governor.Standing(db, mailbox, now);
            if (state.IsFree)
            {
                return new LeaseAnswer(TakeAll(db, mailbox, due, worker, now, until), null, "");
            }
        }

        foreach (var id in due)
        {
            state ??= Governor.Standing(db, mailbox, now);
            SplitBySize(db, id, state.Limits.RecipientsPerMail, now, worker);
            var recipients = Recipients(db, id);
            obstacle = Governor.Obstacle(db, mailbox, state, recipients.Count(one => one.IsPending), now);
            if (obstacle is not null)
            {
                break;
            }

            var mail = Lease(db, id, recipients, worker, state.Limits is { PerMinute: null, RecipientsPerDay: null }, now, until);
            leased.Add(mail);
            Governor.Count(db, mailbox, id, mail.Recipients.Count, now);
            state = state.With(mail.Recipients.Count);
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
        return next is long on
            ? new LeaseAnswer(leased, Clock.Time(on), "The next mail's time has not come.")
            : new LeaseAnswer(leased, null, "Nothing is queued.");
    }

    /// <summary>Writes down that mails are about to be the server's.</summary>
    /// <returns>Those whose lease holds. Of the others nothing more may be sent.</returns>
    public static ISet<long> Begin(SqliteDatabase db, IReadOnlyList<LeasedMail> mails, DateTimeOffset now)
    {
        var held = new HashSet<long>();
        var leased = new List<long>();
        var tokens = mails.ToDictionary(mail => mail.Id, mail => mail.Token);
        foreach (var (id, token, state) in db.Rows(
            row => (row.GetInt64(0), row.GetInt64(1), (OutlookOutboxState)row.GetInt32(2)),
            "SELECT id, lease_token, state FROM mail WHERE id IN (SELECT value FROM json_each($0)) AND state IN (1, 2) AND lease_until > $1",
            Ids.Json(tokens.Keys),
            Clock.Stamp(now)))
        {
            if (tokens[id] == token)
            {
                held.Add(id);
                if (state == OutlookOutboxState.Leased)
                {
                    leased.Add(id);
                }
            }
        }

        if (leased.Count > 0)
        {
            Journal.Begin(db, Ids.Json(leased), now, mails[0].Worker);
        }

        return held;
    }

    public static void Renew(SqliteDatabase db, string worker, DateTimeOffset until)
    {
        db.Execute("UPDATE mail SET lease_until = $1 WHERE state IN (1, 2) AND lease_worker = $0", worker, Clock.Stamp(until));
        db.Execute("UPDATE connection SET until = $1 WHERE worker = $0", worker, Clock.Stamp(until));
    }

    private static IReadOnlyList<(int Position, string Address, bool IsPending)> Recipients(SqliteDatabase db, long id) =>
        db.Rows(row => (row.GetInt32(0), row.GetString(1), row.GetInt32(2) == 0), "SELECT position, address, state FROM recipient WHERE mail_id = $0 ORDER BY position", id);

    private static IReadOnlyList<long> Due(SqliteDatabase db, string mailbox, int maximum, IReadOnlyCollection<long>? only, DateTimeOffset now)
    {
        if (only is null)
        {
            // The plus sign keeps SQLite from taking all that is due and sorting it, for each few mails that are leased.
            return db.Rows(
                row => row.GetInt64(0),
                "SELECT id FROM mail WHERE mailbox = $0 AND state = 0 AND is_direct = 0 AND +due <= $1 ORDER BY rank, id LIMIT $2",
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

    private static LeasedMail Lease(SqliteDatabase db, long id, IReadOnlyList<(int Position, string Address, bool IsPending)> recipients, string worker, bool isFree, DateTimeOffset now, DateTimeOffset until)
    {
        Journal.Lease(db, id, now, worker, until);
        return db.Rows(
            row => Leased(row, recipients, worker, isFree),
            $"SELECT {Columns} FROM mail JOIN content ON content.id = content_id WHERE mail.id = $0",
            id)[0];
    }

    /// <summary>All of them, for a mailbox that nothing limits: a statement for many instead of one each.</summary>
    private static List<LeasedMail> TakeAll(SqliteDatabase db, string mailbox, IReadOnlyList<long> ids, string worker, DateTimeOffset now, DateTimeOffset until)
    {
        var json = Ids.Json(ids);
        Journal.LeaseAll(db, json, now, worker, until);
        var recipients = db.Rows(
            row => (Mail: row.GetInt64(0), Position: row.GetInt32(1), Address: row.GetString(2), IsPending: row.GetInt32(3) == 0),
            "SELECT mail_id, position, address, state FROM recipient WHERE mail_id IN (SELECT value FROM json_each($0)) ORDER BY mail_id, position",
            json).ToLookup(row => row.Mail, row => (row.Position, row.Address, row.IsPending));
        var mails = db.Rows(
            row => Leased(row, recipients[row.GetInt64(0)].ToArray(), worker, isFree: true),
            $"SELECT {Columns} FROM mail JOIN content ON content.id = content_id WHERE mail.id IN (SELECT value FROM json_each($0))",
            json).ToDictionary(mail => mail.Id);
        Governor.CountAll(db, mailbox, mails.Values, now);
        return ids.Select(id => mails[id]).ToList();
    }

    private static LeasedMail Leased(SqliteDataReader row, IReadOnlyList<(int Position, string Address, bool IsPending)> recipients, string worker, bool isFree)
    {
        const int first = Listing.ColumnCount;
        var item = Listing.Item(row);
        var pending = recipients.Where(one => one.IsPending).ToArray();
        return new LeasedMail(item.Id, row.GetInt64(first), worker)
        {
            Item = pending.Length == recipients.Count ? item : null,
            IsFree = isFree,
            GroupId = item.GroupId,
            Sender = item.From,
            Recipients = Array.ConvertAll(pending, one => one.Address),
            Positions = Array.ConvertAll(pending, one => one.Position),
            Subject = item.Subject,
            MessageId = item.MessageId,
            Size = item.Size,
            Attempts = item.Attempts,
            NotAfter = item.NotAfter,
            ContentId = row.GetInt64(first + 1),
            Is8Bit = row.GetInt32(first + 2) != 0,
            NeedsSmtpUtf8 = row.GetInt32(first + 3) != 0,
            Notify = (DeliveryNotificationOptions)row.GetInt64(first + 4),
            Body = row.IsDBNull(first + 5) ? null : row.GetFieldValue<byte[]>(first + 5),
        };
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
