using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Puts mails into the outbox.</summary>
internal static class Enqueuing
{
    /// <param name="begins">A direct mail's end goes out at once, unless the governor holds it up.</param>
    public static EnqueuedMail Add(
        SqliteDatabase db,
        NewMail mail,
        StagedContent content,
        DateTimeOffset now,
        DateTimeOffset leaseUntil,
        ICollection<string> unusedFiles,
        bool begins = false)
    {
        if (mail.IdempotencyKey is { } key && Known(db, mail.Mailbox, key) is { } known)
        {
            // A mail that failed was not sent: the same call may try again, with what it brings now.
            if (known.State != OutlookOutboxState.Failed)
            {
                if (content.File is { } unused)
                {
                    unusedFiles.Add(unused);
                }

                return known;
            }

            db.Execute("UPDATE mail SET idempotency_key = NULL WHERE id = $0", known.Id);
            Journal.Note(db, known.Id, OutlookOutboxState.Failed, OutlookOutboxState.Failed, now, "", $"The idempotency key '{key}' went to a new mail.");
        }

        var contentId = Insert(
            db,
            "INSERT INTO content (size, is_8bit, needs_smtputf8, body, file) VALUES ($0, $1, $2, $3, $4)",
            content.Size,
            mail.Is8Bit ? 1 : 0,
            mail.NeedsSmtpUtf8 ? 1 : 0,
            content.Body,
            content.File);
        var direct = mail.DirectWorker;
        (DateTimeOffset On, string Reason)? obstacle = null;
        var isFree = false;
        if (direct is not null)
        {
            obstacle = Governor.Ask(db, mail.Mailbox, mail.Recipients.Count, now, false, out isFree);
        }

        var state = direct is null ? OutlookOutboxState.Queued
            : begins && obstacle is null ? OutlookOutboxState.Sending
            : OutlookOutboxState.Leased;
        var reason = direct is null
            ? mail.NotBefore is { } later && later > now ? $"Queued for {later.UtcDateTime:u}." : "Queued."
            : "Being sent directly.";
        var notAfter = mail.NotAfter ?? (mail.NotBefore is { } start && start > now ? start : now) + OutboxStore.DefaultLifetime;
        var id = Insert(
            db,
            """
            INSERT INTO mail (mailbox, account, state, reason, is_direct, group_id, content_id, sender, subject, message_id,
                size, priority, rank, idempotency_key, queued_on, not_before, not_after, due, lease_worker, lease_token, lease_until, notify)
            VALUES ($0, $1, $2, $3, $4, (SELECT coalesce(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'mail'), $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            """,
            mail.Mailbox,
            mail.Account,
            (int)state,
            reason,
            direct is null ? 0 : 1,
            contentId,
            mail.Sender,
            mail.Subject,
            mail.MessageId,
            content.Size,
            (int)mail.Priority,
            Rank(mail.Priority),
            mail.IdempotencyKey,
            Clock.Stamp(now),
            Clock.Stamp(mail.NotBefore),
            Clock.Stamp(notAfter),
            Clock.Stamp(mail.NotBefore) ?? Clock.AtOnce,
            direct?.Name,
            direct is null ? null : 1,
            direct is null ? null : Clock.Stamp(leaseUntil),
            (long)mail.Notify);
        for (var i = 0; i < mail.Recipients.Count; i++)
        {
            db.Execute("INSERT INTO recipient (mail_id, position, address, state, reply) VALUES ($0, $1, $2, 0, '')", id, i, mail.Recipients[i]);
        }

        Journal.Note(db, id, null, state, now, direct?.Name ?? "", reason);
        var added = new EnqueuedMail(id, true, state);
        if (direct is not null)
        {
            added.Lease = new LeasedMail(id, 1, direct.Name)
            {
                IsFree = isFree,
                GroupId = id,
                Positions = Enumerable.Range(0, mail.Recipients.Count).ToArray(),
                Sender = mail.Sender,
                Recipients = mail.Recipients,
                Subject = mail.Subject,
                MessageId = mail.MessageId,
                Size = content.Size,
                Is8Bit = mail.Is8Bit,
                NeedsSmtpUtf8 = mail.NeedsSmtpUtf8,
                Notify = mail.Notify,
                NotAfter = notAfter,
                ContentId = contentId,
                Body = content.Body,
            };
            added.Obstacle = obstacle;
            if (obstacle is null)
            {
                Governor.Count(db, mail.Mailbox, id, mail.Recipients.Count, now);
            }
        }

        return added;
    }

    /// <summary>Moves recipients to a mail of their own, with the same message.</summary>
    /// <param name="positions">At least one, and not all of them.</param>
    /// <returns>The new mail's id.</returns>
    public static long Split(SqliteDatabase db, long id, IReadOnlyList<int> positions, DateTimeOffset due, int attempts, DateTimeOffset now, string worker, string reason)
    {
        var child = Insert(
            db,
            """
            INSERT INTO mail (mailbox, account, state, reason, is_direct, group_id, content_id, sender, subject, message_id,
                size, priority, rank, queued_on, not_before, not_after, due, attempts, notify)
            SELECT mailbox, account, 0, $1, 0, group_id, content_id, sender, subject, message_id,
                size, priority, rank, queued_on, not_before, not_after, $2, $3, notify FROM mail WHERE id = $0
            """,
            id,
            reason,
            Clock.Stamp(due),
            attempts);
        for (var i = 0; i < positions.Count; i++)
        {
            db.Execute("UPDATE recipient SET mail_id = $2, position = $3, state = 0 WHERE mail_id = $0 AND position = $1", id, positions[i], child, i);
        }

        Journal.Note(db, child, null, OutlookOutboxState.Queued, now, worker, FormattableString.Invariant($"Split from #{id}: {reason}"));
        return child;
    }

    private static EnqueuedMail? Known(SqliteDatabase db, string mailbox, string key)
    {
        var found = db.Rows(
            row => new EnqueuedMail(row.GetInt64(0), false, (OutlookOutboxState)row.GetInt32(1)),
            "SELECT id, state FROM mail WHERE mailbox = $0 AND idempotency_key = $1",
            mailbox,
            key);
        return found.Count == 0 ? null : found[0];
    }

    private static long Insert(SqliteDatabase db, string sql, params object?[] values)
    {
        db.Execute(sql, values);
        return db.LastId;
    }

    private static int Rank(OutlookMailPriority priority) => priority switch
    {
        OutlookMailPriority.High => 0,
        OutlookMailPriority.Low => 2,
        _ => 1,
    };
}
