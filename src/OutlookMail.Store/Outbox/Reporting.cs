using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Writes down how an attempt ended.</summary>
internal static class Reporting
{
    /// <summary>Writes down many, each as it was said at its time; those of one moment and worker share a statement where they can.</summary>
    public static void TakeAll(SqliteDatabase db, IReadOnlyList<LateReport> reports, ICollection<string> unusedFiles)
    {
        var confirmed = new List<LateReport>();
        foreach (var one in reports)
        {
            if (IsPlain(one.Mail, one.Report) && Journal.Confirm(db, one.Mail, one.On, one.Report.Reason, one.Report.Reply))
            {
                WriteRecipients(db, one.Mail, one.Report.Recipients);
                confirmed.Add(one);
            }
            else
            {
                Take(db, one.Mail, one.Report, one.On, unusedFiles);
            }
        }

        foreach (var same in confirmed.GroupBy(one => (one.Mail.Worker, one.Report.Reason)))
        {
            // A history is read by the order of its lines; the time of one is that of the last of them.
            Journal.NoteConfirmed(db, Ids.Json(same.Select(one => one.Mail.Id)), same.Max(one => one.On), same.Key.Worker, same.Key.Reason);
            DropContents(db, Ids.Json(same.Select(one => one.Mail.ContentId)));
        }
    }

    /// <returns>False when the lease was void and the report changed nothing.</returns>
    public static bool Take(SqliteDatabase db, LeasedMail mail, SendReport report, DateTimeOffset now, ICollection<string> unusedFiles)
    {
        if (IsPlain(mail, report) && Confirm(db, mail, report, now))
        {
            return true;
        }

        var (state, token, isDirect) = db.Rows(
            row => ((OutlookOutboxState)row.GetInt32(0), row.GetInt64(1), row.GetInt32(2) != 0),
            "SELECT state, lease_token, is_direct FROM mail WHERE id = $0",
            mail.Id).FirstOrDefault();
        if (token == 0)
        {
            return false;
        }

        var holds = token == mail.Token && state is OutlookOutboxState.Leased or OutlookOutboxState.Sending;
        if (!holds)
        {
            // That the server has it stays true whoever holds the lease now, unless that one is giving it away again already.
            if (report.Verdict != SendVerdict.Sent || state is OutlookOutboxState.Sent || (state == OutlookOutboxState.Sending && token != mail.Token))
            {
                return false;
            }
        }

        var deferred = report.Verdict is SendVerdict.Sent or SendVerdict.Uncertain ? Split(db, mail, report, now) : 0;
        if (report.Verdict is not SendVerdict.Released)
        {
            WriteRecipients(db, mail, report);
            Governor.CountedBy(db, mail.Id, now);
        }

        db.Execute("UPDATE mail SET reply = $1 WHERE id = $0 AND $1 <> ''", mail.Id, report.Reply);
        var reason = deferred == 0 ? report.Reason : report.Reason + string.Format(CultureInfo.InvariantCulture, " Recipients that were put off went on as #{0}.", deferred);
        switch (report.Verdict)
        {
            case SendVerdict.Sent:
                Journal.Move(db, mail.Id, state, OutlookOutboxState.Sent, now, mail.Worker, reason);
                db.Execute("UPDATE mail SET sent_on = $1, uncertain_on = NULL WHERE id = $0", mail.Id, Clock.Stamp(now));
                Contents.Drop(db, mail.Id, unusedFiles);
                break;
            case SendVerdict.Uncertain:
                Journal.Move(db, mail.Id, state, OutlookOutboxState.Uncertain, now, mail.Worker, reason);
                db.Execute("UPDATE mail SET uncertain_on = $1 WHERE id = $0", mail.Id, Clock.Stamp(now));
                break;
            case SendVerdict.Failed:
                Journal.Move(db, mail.Id, state, OutlookOutboxState.Failed, now, mail.Worker, reason);
                break;
            case SendVerdict.Retry:
                Retry(db, mail, state, isDirect, report, reason, now);
                break;
            case SendVerdict.Released:
                Governor.TakeBack(db, mail.Id);
                Journal.Move(db, mail.Id, state, isDirect ? OutlookOutboxState.Failed : OutlookOutboxState.Queued, now, mail.Worker, reason);
                break;
        }

        Journal.DropLease(db, mail.Id);
        return true;
    }

    // What nearly all are: nobody was put off, nothing is counted, and the message is no file.
    private static bool IsPlain(LeasedMail mail, SendReport report) =>
        mail is { IsFree: true, Body: not null } && report.Verdict == SendVerdict.Sent && report.Recipients.Count == mail.Positions.Count
        && report.Recipients.All(one => one.Verdict is RecipientVerdict.Accepted or RecipientVerdict.Refused);

    private static bool Confirm(SqliteDatabase db, LeasedMail mail, SendReport report, DateTimeOffset now)
    {
        if (!Journal.Confirm(db, mail, now, report.Reason, report.Reply))
        {
            return false;
        }

        WriteRecipients(db, mail, report.Recipients);
        Journal.NoteConfirmed(db, Ids.Json([mail.Id]), now, mail.Worker, report.Reason);
        DropContents(db, Ids.Json([mail.ContentId]));
        return true;
    }

    private static void WriteRecipients(SqliteDatabase db, LeasedMail mail, IReadOnlyList<RecipientReport> verdicts)
    {
        for (var i = 0; i < mail.Positions.Count; i++)
        {
            var state = verdicts[i].Verdict == RecipientVerdict.Refused ? OutlookOutboxRecipientState.Refused : OutlookOutboxRecipientState.Accepted;
            db.Execute("UPDATE recipient SET state = $2, reply = $3 WHERE mail_id = $0 AND position = $1", mail.Id, mail.Positions[i], (int)state, verdicts[i].Reply);
        }
    }

    // Parts of a split mail share one.
    private static void DropContents(SqliteDatabase db, string ids) => db.Execute(
        "DELETE FROM content WHERE id IN (SELECT value FROM json_each($0)) AND NOT EXISTS (SELECT 1 FROM mail WHERE content_id = content.id)",
        ids);

    private static void Retry(SqliteDatabase db, LeasedMail mail, OutlookOutboxState state, bool isDirect, SendReport report, string reason, DateTimeOffset now)
    {
        // Who sends directly is told that it was not sent, and may send it again: this one must not go out behind their back.
        if (isDirect || report.RetryOn >= mail.NotAfter)
        {
            Journal.Move(db, mail.Id, state, OutlookOutboxState.Failed, now, mail.Worker, isDirect ? reason : reason + " Its time runs out before the next attempt.");
            return;
        }

        db.Execute("UPDATE mail SET attempts = attempts + 1, due = $1 WHERE id = $0", mail.Id, Clock.Stamp(report.RetryOn));
        Journal.Move(db, mail.Id, state, OutlookOutboxState.Queued, now, mail.Worker, reason);
    }

    private static long Split(SqliteDatabase db, LeasedMail mail, SendReport report, DateTimeOffset now)
    {
        var positions = Positions(db, mail.Id);
        var deferred = new List<int>();
        for (var i = 0; i < report.Recipients.Count && i < positions.Count; i++)
        {
            if (report.Recipients[i].Verdict == RecipientVerdict.Deferred)
            {
                deferred.Add(positions[i]);
            }
        }

        return deferred.Count == 0
            ? 0
            : Enqueuing.Split(db, mail.Id, deferred, report.RetryOn, mail.Attempts + 1, now, mail.Worker, "the server put these recipients off.");
    }

    // After a split the pending positions are fewer than the report's; both are walked with what the report says.
    private static void WriteRecipients(SqliteDatabase db, LeasedMail mail, SendReport report)
    {
        var positions = Positions(db, mail.Id);
        var splitOff = report.Verdict is SendVerdict.Sent or SendVerdict.Uncertain;
        var at = 0;
        foreach (var one in report.Recipients)
        {
            if (splitOff && one.Verdict == RecipientVerdict.Deferred)
            {
                continue;
            }

            if (at == positions.Count)
            {
                return;
            }

            var state = one.Verdict switch
            {
                RecipientVerdict.Refused => OutlookOutboxRecipientState.Refused,
                RecipientVerdict.Accepted when splitOff => OutlookOutboxRecipientState.Accepted,
                _ => OutlookOutboxRecipientState.Pending,
            };
            db.Execute("UPDATE recipient SET state = $2, reply = $3 WHERE mail_id = $0 AND position = $1", mail.Id, positions[at++], (int)state, one.Reply);
        }
    }

    private static List<int> Positions(SqliteDatabase db, long id) =>
        db.Rows(row => row.GetInt32(0), "SELECT position FROM recipient WHERE mail_id = $0 AND state = 0 ORDER BY position", id);
}
