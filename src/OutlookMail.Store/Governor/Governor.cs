using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace OutlookMail.Store;

/// <summary>
/// Counts what a mailbox has sent, in all processes on this store together, and says what may go now. A mail counts from
/// the moment it is leased: what may have reached the server is never counted too late.
/// </summary>
internal static class Governor
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // Times are kept in whole milliseconds, cut off: one that reads as a minute ago can still be a part of a millisecond
    // within it, and the server would count it.
    private static readonly TimeSpan CutOff = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    // What a server's answer taught is kept for an hour and then tried again: tenants change, and throttling ends.
    private static readonly TimeSpan LearnedFor = TimeSpan.FromHours(1);

    /// <summary>With what was sent, whether or not there is a limit to it.</summary>
    public static GovernorState Read(SqliteDatabase db, string mailbox, DateTimeOffset now)
    {
        var (limits, paused, reason) = Rules(db, mailbox, now);
        return new GovernorState(limits, paused, reason, LastMinute(db, mailbox, now), LastDay(db, mailbox, now));
    }

    /// <summary>Counts only what there is a limit to: a mailbox without one may have sent a million mails today.</summary>
    public static GovernorState Standing(SqliteDatabase db, string mailbox, DateTimeOffset now)
    {
        var (limits, paused, reason) = Rules(db, mailbox, now);
        return new GovernorState(
            limits,
            paused,
            reason,
            limits.PerMinute is null ? 0 : LastMinute(db, mailbox, now),
            limits.RecipientsPerDay is null ? 0 : LastDay(db, mailbox, now));
    }

    public static GovernorLimits Limits(SqliteDatabase db, string mailbox, DateTimeOffset now) => Rules(db, mailbox, now).Limits;

    private static int LastMinute(SqliteDatabase db, string mailbox, DateTimeOffset now) =>
        (int)db.Number("SELECT total(mails) FROM submission WHERE mailbox = $0 AND at >= $1", mailbox, Clock.Stamp(now - Minute));

    private static int LastDay(SqliteDatabase db, string mailbox, DateTimeOffset now) =>
        (int)db.Number("SELECT total(recipients) FROM submission WHERE mailbox = $0 AND at >= $1", mailbox, Clock.Stamp(now - Day));

    private static (GovernorLimits Limits, DateTimeOffset? Paused, string Reason) Rules(SqliteDatabase db, string mailbox, DateTimeOffset now)
    {
        var limits = GovernorLimits.None;
        DateTimeOffset? paused = null;
        var reason = "";
        foreach (var row in db.Rows(
            r => (
                Limits: new GovernorLimits
                {
                    PerMinute = Optional(r, 0),
                    Connections = r.GetInt64(6) > Clock.Stamp(now) ? Least(Optional(r, 1), Optional(r, 4)) : Optional(r, 1),
                    RecipientsPerDay = Optional(r, 2),
                    RecipientsPerMail = r.GetInt64(6) > Clock.Stamp(now) ? Least(Optional(r, 3), Optional(r, 5)) : Optional(r, 3),
                },
                Paused: r.GetInt64(7),
                Reason: r.GetString(8)),
            """
            SELECT per_minute, connections, recipients_per_day, recipients_per_mail, learned_connections,
                learned_recipients_per_mail, learned_until, paused_until, pause_reason
            FROM governor WHERE mailbox = $0
            """,
            mailbox))
        {
            limits = row.Limits;
            if (row.Paused > Clock.Stamp(now))
            {
                paused = Clock.Time(row.Paused);
                reason = row.Reason;
            }
        }

        return (limits, paused, reason);
    }

    public static bool Knows(SqliteDatabase db, string mailbox) => db.Number("SELECT count(*) FROM governor WHERE mailbox = $0", mailbox) > 0;

    public static void Configure(SqliteDatabase db, string mailbox, GovernorLimits limits) => db.Execute(
        """
        INSERT INTO governor (mailbox, per_minute, connections, recipients_per_day, recipients_per_mail) VALUES ($0, $1, $2, $3, $4)
        ON CONFLICT (mailbox) DO UPDATE SET per_minute = $1, connections = $2, recipients_per_day = $3, recipients_per_mail = $4
        """,
        mailbox,
        limits.PerMinute,
        limits.Connections,
        limits.RecipientsPerDay,
        limits.RecipientsPerMail);

    public static void ConfigurePerMinute(SqliteDatabase db, string mailbox, int? perMinute)
    {
        Ensure(db, mailbox);
        db.Execute("UPDATE governor SET per_minute = $1 WHERE mailbox = $0", mailbox, perMinute);
    }

    /// <summary>Forgets what no window reaches any more, and pulls back what a clock that went wrong put into the future.</summary>
    public static void Tidy(SqliteDatabase db, string mailbox, DateTimeOffset now)
    {
        db.Execute("DELETE FROM submission WHERE mailbox = $0 AND at <= $1", mailbox, Clock.Stamp(now - Day));
        db.Execute("UPDATE submission SET at = $1 WHERE mailbox = $0 AND at >= $1", mailbox, Clock.Stamp(now));
    }

    public static void Count(SqliteDatabase db, string mailbox, long mailId, int recipients, DateTimeOffset now) =>
        db.Execute("INSERT INTO submission (mailbox, at, recipients, mail_id) VALUES ($0, $1, $2, $3)", mailbox, Clock.Stamp(now), recipients, mailId);

    /// <summary>Counts mails that were taken together, where nothing limits them: in one line that no mail ever takes back.</summary>
    public static void CountAll(SqliteDatabase db, string mailbox, IReadOnlyCollection<LeasedMail> mails, DateTimeOffset now) => db.Execute(
        "INSERT INTO submission (mailbox, at, recipients, mails) VALUES ($0, $1, $2, $3)",
        mailbox,
        Clock.Stamp(now),
        mails.Sum(mail => mail.Recipients.Count),
        mails.Count);

    /// <summary>The attempt is over now: the server cannot have counted it later.</summary>
    public static void CountedBy(SqliteDatabase db, long mailId, DateTimeOffset now) =>
        db.Execute("UPDATE submission SET at = $1 WHERE id = (SELECT max(id) FROM submission WHERE mail_id = $0)", mailId, Clock.Stamp(now));

    /// <summary>The mail never got to the server.</summary>
    public static void TakeBack(SqliteDatabase db, long mailId) =>
        db.Execute("DELETE FROM submission WHERE id = (SELECT max(id) FROM submission WHERE mail_id = $0)", mailId);

    /// <summary>When a mail with that many recipients may go; null for at once.</summary>
    public static (DateTimeOffset On, string Reason)? Obstacle(SqliteDatabase db, string mailbox, GovernorState state, int recipients, DateTimeOffset now)
    {
        if (state.PausedUntil is { } paused)
        {
            return (paused, state.PauseReason);
        }

        if (state.Limits.PerMinute is { } perMinute && state.SentLastMinute >= perMinute)
        {
            return (MinuteFree(db, mailbox, perMinute, now), string.Format(CultureInfo.InvariantCulture, "{0} mails a minute are allowed.", perMinute));
        }

        if (state.Limits.RecipientsPerDay is { } perDay && state.RecipientsLastDay + recipients > perDay)
        {
            return (DayFree(db, mailbox, state.RecipientsLastDay + recipients - perDay, now), string.Format(CultureInfo.InvariantCulture, "{0:N0} recipients in 24 hours are allowed.", perDay));
        }

        return null;
    }

    /// <summary>Counts a mail when it may go at once.</summary>
    /// <param name="despitePause">Only what is counted holds it up, not what the server has asked for.</param>
    /// <returns>Null, or what it has to wait for.</returns>
    public static (DateTimeOffset On, string Reason)? Admit(SqliteDatabase db, string mailbox, long mailId, int recipients, DateTimeOffset now, bool despitePause = false)
    {
        var obstacle = Ask(db, mailbox, recipients, now, despitePause, out _);
        if (obstacle is null)
        {
            Count(db, mailbox, mailId, recipients, now);
        }

        return obstacle;
    }

    /// <summary>Whether a mail may go at once; counts nothing.</summary>
    /// <param name="isFree">No limit counts what it sends.</param>
    public static (DateTimeOffset On, string Reason)? Ask(SqliteDatabase db, string mailbox, int recipients, DateTimeOffset now, bool despitePause, out bool isFree)
    {
        var standing = Standing(db, mailbox, now);
        isFree = standing.Limits is { PerMinute: null, RecipientsPerDay: null };
        if (!isFree)
        {
            Tidy(db, mailbox, now);
            standing = Standing(db, mailbox, now);
        }

        if (despitePause)
        {
            standing = new GovernorState(standing.Limits, null, "", standing.SentLastMinute, standing.RecipientsLastDay);
        }

        return Obstacle(db, mailbox, standing, recipients, now);
    }

    /// <summary>Stops the mailbox until then; a pause that is longer already stays.</summary>
    public static void Pause(SqliteDatabase db, string mailbox, DateTimeOffset until, string reason)
    {
        Ensure(db, mailbox);
        db.Execute("UPDATE governor SET paused_until = $1, pause_reason = $2 WHERE mailbox = $0 AND paused_until < $1", mailbox, Clock.Stamp(until), reason);
    }

    public static void Learn(SqliteDatabase db, string mailbox, int? connections, int? recipientsPerMail, DateTimeOffset now)
    {
        Ensure(db, mailbox);
        db.Execute(
            """
            UPDATE governor SET learned_connections = coalesce($1, CASE WHEN learned_until > $3 THEN learned_connections END),
                learned_recipients_per_mail = coalesce($2, CASE WHEN learned_until > $3 THEN learned_recipients_per_mail END),
                learned_until = $4 WHERE mailbox = $0
            """,
            mailbox,
            connections,
            recipientsPerMail,
            Clock.Stamp(now),
            Clock.Stamp(now + LearnedFor));
    }

    private static void Ensure(SqliteDatabase db, string mailbox) =>
        db.Execute("INSERT INTO governor (mailbox) VALUES ($0) ON CONFLICT DO NOTHING", mailbox);

    private static DateTimeOffset MinuteFree(SqliteDatabase db, string mailbox, int perMinute, DateTimeOffset now)
    {
        var newer = 0;
        foreach (var (at, mails) in db.Rows(
            r => (At: r.GetInt64(0), Mails: r.GetInt32(1)),
            "SELECT at, mails FROM submission WHERE mailbox = $0 AND at >= $1 ORDER BY at DESC",
            mailbox,
            Clock.Stamp(now - Minute)))
        {
            newer += mails;
            if (newer >= perMinute)
            {
                return Clock.Time(at) + Minute + CutOff;
            }
        }

        // A limit of none at all.
        return now + Minute;
    }

    private static DateTimeOffset DayFree(SqliteDatabase db, string mailbox, int excess, DateTimeOffset now)
    {
        foreach (var (at, recipients) in db.Rows(
            r => (At: r.GetInt64(0), Recipients: r.GetInt32(1)),
            "SELECT at, recipients FROM submission WHERE mailbox = $0 AND at >= $1 ORDER BY at",
            mailbox,
            Clock.Stamp(now - Day)))
        {
            excess -= recipients;
            if (excess <= 0)
            {
                return Clock.Time(at) + Day + CutOff;
            }
        }

        // More recipients than a whole day allows: nothing in the log can make room.
        return now + Day;
    }

    private static int? Optional(Microsoft.Data.Sqlite.SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static int? Least(int? one, int? other) => one is null || other < one ? other ?? one : one;
}
