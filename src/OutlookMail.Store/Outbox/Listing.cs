using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Data.Sqlite;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Reads mails as users see them.</summary>
internal static class Listing
{
    /// <summary>Of a mail, in the order that <see cref="Item"/> reads them.</summary>
    public const string Columns = """
        mail.id, state, reason, subject, sender, mailbox, account, message_id, mail.size, priority, idempotency_key, queued_on,
        not_before, not_after, due, attempts, sent_on, uncertain_on, group_id, is_direct, reply
        """;

    /// <summary>How many these are.</summary>
    public const int ColumnCount = 21;

    public static IReadOnlyList<OutlookOutboxItem> Read(SqliteDatabase db, OutboxFilter filter)
    {
        // States are few: each set of them is a statement of its own, compiled once.
        var states = filter.States.Count == 0 ? "" : $" AND state IN ({string.Join(",", filter.States.Distinct().OrderBy(state => state).Select(state => ((int)state).ToString(CultureInfo.InvariantCulture)))})";
        var items = filter.Ids.Count == 0
            ? Items(db, filter, "$2 IS NULL", null, states)
            : filter.Ids.SelectMany(id => Items(db, filter, "id = $2", id, states)).ToList();
        foreach (var item in items)
        {
            item.Recipients = db.Rows(
                row => new OutlookOutboxRecipient(row.GetString(0), (OutlookOutboxRecipientState)row.GetInt32(1), row.GetString(2))
                {
                    Delivery = (OutlookDelivery)row.GetInt32(3),
                    DeliveryText = row.GetString(4),
                    DeliveryOn = Optional(row, 5),
                },
                "SELECT address, state, reply, delivery, delivery_text, delivered_on FROM recipient WHERE mail_id = $0 ORDER BY position",
                item.Id).ToArray();
            if (filter.WithHistory)
            {
                item.History = db.Rows(
                    row => new OutlookOutboxEvent(
                        Clock.Time(row.GetInt64(0)),
                        row.IsDBNull(1) ? null : (OutlookOutboxState)row.GetInt32(1),
                        (OutlookOutboxState)row.GetInt32(2),
                        row.GetString(3),
                        row.GetString(4)),
                    "SELECT at, from_state, to_state, worker, reason FROM transition WHERE mail_id = $0 ORDER BY id",
                    item.Id).ToArray();
            }
        }

        return items;
    }

    private static List<OutlookOutboxItem> Items(SqliteDatabase db, OutboxFilter filter, string which, long? id, string states) => db.Rows(
        Item,
        $"""
        SELECT {Columns}
        FROM mail WHERE {which} AND ($0 IS NULL OR mailbox = $0) AND ($1 IS NULL OR idempotency_key = $1){states} AND ($3 IS NULL OR group_id = $3) ORDER BY id
        """,
        filter.Mailbox,
        filter.IdempotencyKey,
        id,
        filter.Group);

    public static OutlookOutboxItem Item(SqliteDataReader row)
    {
        var state = (OutlookOutboxState)row.GetInt32(1);
        return new OutlookOutboxItem(row.GetInt64(0))
        {
            State = state,
            Reason = row.GetString(2),
            Subject = row.GetString(3),
            From = row.GetString(4),
            Mailbox = row.GetString(5),
            Account = row.GetString(6),
            MessageId = row.GetString(7),
            Size = row.GetInt64(8),
            Priority = (OutlookMailPriority)row.GetInt32(9),
            IdempotencyKey = row.IsDBNull(10) ? null : row.GetString(10),
            QueuedOn = Clock.Time(row.GetInt64(11)),
            NotBefore = Optional(row, 12),
            NotAfter = Clock.Time(row.GetInt64(13)),
            NextAttemptOn = state == OutlookOutboxState.Queued && row.GetInt64(14) != Clock.AtOnce ? Optional(row, 14) : null,
            Attempts = row.GetInt32(15),
            SentOn = Optional(row, 16),
            UncertainSince = Optional(row, 17),
            GroupId = row.GetInt64(18),
            IsDirect = row.GetInt32(19) != 0,
            Reply = row.GetString(20),
        };
    }

    private static DateTimeOffset? Optional(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : Clock.Time(row.GetInt64(column));
}
