using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>What a forecast needs to know of a mailbox's outbox, at one moment.</summary>
public sealed class OutboxSnapshot
{
    internal OutboxSnapshot(GovernorState governor, IReadOnlyDictionary<OutlookOutboxState, int> counts, IReadOnlyList<(DateTimeOffset? Due, int Recipients)> queue, IReadOnlyList<(DateTimeOffset At, int Recipients)> submissions)
    {
        Governor = governor;
        Counts = counts;
        Queue = queue;
        Submissions = submissions;
    }

    public GovernorState Governor { get; }

    /// <summary>States with no mail are missing.</summary>
    public IReadOnlyDictionary<OutlookOutboxState, int> Counts { get; }

    /// <summary>Queued mails in the order they go; Due is null for at once.</summary>
    public IReadOnlyList<(DateTimeOffset? Due, int Recipients)> Queue { get; }

    /// <summary>What counts with the governor, oldest first.</summary>
    public IReadOnlyList<(DateTimeOffset At, int Recipients)> Submissions { get; }

    internal static OutboxSnapshot Take(SqliteDatabase db, string mailbox, DateTimeOffset now)
    {
        var counts = new Dictionary<OutlookOutboxState, int>();
        foreach (var (state, count) in db.Rows(
            row => ((OutlookOutboxState)row.GetInt32(0), row.GetInt32(1)),
            "SELECT state, count(*) FROM mail WHERE mailbox = $0 GROUP BY state",
            mailbox))
        {
            counts[state] = count;
        }

        var queue = db.Rows(
            row => (row.GetInt64(0) == Clock.AtOnce ? (DateTimeOffset?)null : Clock.Time(row.GetInt64(0)), row.GetInt32(1)),
            """
            SELECT due, (SELECT count(*) FROM recipient WHERE mail_id = mail.id AND recipient.state = 0)
            FROM mail WHERE mailbox = $0 AND state = 0 AND is_direct = 0 ORDER BY rank, id
            """,
            mailbox);
        var submissions = db.Rows(
            row => (At: Clock.Time(row.GetInt64(0)), Recipients: row.GetInt32(1), Mails: row.GetInt32(2)),
            "SELECT at, recipients, mails FROM submission WHERE mailbox = $0 AND at > $1 ORDER BY at",
            mailbox,
            Clock.Stamp(now.AddHours(-24)))
            // Of mails that were counted together, the first stands for all recipients.
            .SelectMany(row => Enumerable.Range(0, row.Mails).Select(i => (row.At, i == 0 ? row.Recipients : 0)))
            .ToArray();
        return new OutboxSnapshot(Store.Governor.Read(db, mailbox, now), counts, queue, submissions);
    }
}
