using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>What reports in the inbox say of mails that were sent.</summary>
internal static class Tracking
{
    /// <summary>Where the last look into the inbox ended; null when there was none, or the inbox was renumbered since.</summary>
    public static uint? LastSeen(SqliteDatabase db, string mailbox, uint uidValidity) => db.Rows(
        row => (uint?)row.GetInt64(0),
        "SELECT uid FROM tracked WHERE mailbox = $0 AND uid_validity = $1",
        mailbox,
        (long)uidValidity).FirstOrDefault();

    public static void Seen(SqliteDatabase db, string mailbox, uint uidValidity, uint uid) => db.Execute(
        """
        INSERT INTO tracked (mailbox, uid_validity, uid) VALUES ($0, $1, $2)
        ON CONFLICT (mailbox) DO UPDATE SET uid_validity = $1, uid = $2
        """,
        mailbox,
        (long)uidValidity,
        (long)uid);

    /// <summary>The oldest mail that a report may still be about; null when nothing was sent.</summary>
    public static DateTimeOffset? OldestSent(SqliteDatabase db, string mailbox) =>
        db.Scalar("SELECT min(coalesce(sent_on, uncertain_on)) FROM mail WHERE mailbox = $0 AND state IN (3, 4)", mailbox) is long stamp ? Clock.Time(stamp) : null;

    /// <returns>True when one of the ids is that of a mail of this mailbox.</returns>
    public static bool Knows(SqliteDatabase db, string mailbox, IEnumerable<string> messageIds) =>
        messageIds.Any(id => db.Number("SELECT count(*) FROM mail WHERE mailbox = $0 AND message_id = $1", mailbox, id) > 0);

    /// <summary>Writes down what a report says of one recipient, unless more is known already.</summary>
    /// <param name="address">Null when the report names none: then the mail must have one recipient only.</param>
    /// <returns>The mails that it was news of.</returns>
    public static IReadOnlyList<long> Note(SqliteDatabase db, string mailbox, string messageId, string? address, OutlookDelivery delivery, string text, DateTimeOffset on)
    {
        var recipients = db.Rows(
            row => (Mail: row.GetInt64(0), Position: row.GetInt32(1), Address: row.GetString(2), Delivery: (OutlookDelivery)row.GetInt32(3), State: (OutlookOutboxState)row.GetInt32(4)),
            """
            SELECT mail.id, position, address, delivery, mail.state FROM recipient JOIN mail ON mail.id = mail_id
            WHERE mailbox = $0 AND message_id = $1 ORDER BY mail.id, position
            """,
            mailbox,
            messageId);
        var meant = address is null
            ? recipients.Count == 1 ? recipients : []
            : recipients.Where(one => string.Equals(one.Address, address, StringComparison.OrdinalIgnoreCase)).ToList();
        var changed = new List<long>();
        foreach (var one in meant.Where(one => delivery > one.Delivery))
        {
            db.Execute(
                "UPDATE recipient SET delivery = $2, delivery_text = $3, delivered_on = $4 WHERE mail_id = $0 AND position = $1",
                one.Mail,
                one.Position,
                (int)delivery,
                text,
                Clock.Stamp(on));
            Journal.Note(db, one.Mail, one.State, one.State, on, "", $"A report says of {one.Address}: {delivery}. {text}".TrimEnd());
            changed.Add(one.Mail);
        }

        return changed;
    }
}
