using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>Plays the queue through the governor's rules, without retries and as if sending took no time, and says when it is empty.</summary>
internal static class OutboxForecaster
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    public static OutlookOutboxForecast Forecast(OutboxSnapshot snapshot, string mailbox, DateTimeOffset now)
    {
        var governor = snapshot.Governor;
        var forecast = new OutlookOutboxForecast
        {
            Mailbox = mailbox,
            Queued = snapshot.Queue.Count,
            Scheduled = snapshot.Queue.Count(one => one.Due > now),
            InWork = Count(snapshot, OutlookOutboxState.Leased) + Count(snapshot, OutlookOutboxState.Sending),
            Uncertain = Count(snapshot, OutlookOutboxState.Uncertain),
            Failed = Count(snapshot, OutlookOutboxState.Failed),
            Sent = Count(snapshot, OutlookOutboxState.Sent),
            RecipientsQueued = snapshot.Queue.Sum(one => one.Recipients),
            SentLastMinute = governor.SentLastMinute,
            RecipientsLastDay = governor.RecipientsLastDay,
            PerMinute = governor.Limits.PerMinute,
            RecipientsPerDay = governor.Limits.RecipientsPerDay,
            RecipientsPerMail = governor.Limits.RecipientsPerMail,
            Connections = governor.Limits.Connections,
            PausedUntil = governor.PausedUntil,
            PauseReason = governor.PauseReason,
        };
        if (snapshot.Queue.Count > 0)
        {
            Play(snapshot, forecast, now);
        }

        return forecast;
    }

    private static void Play(OutboxSnapshot snapshot, OutlookOutboxForecast forecast, DateTimeOffset now)
    {
        var limits = snapshot.Governor.Limits;
        var minute = new Queue<DateTimeOffset>(snapshot.Submissions.Where(one => one.At > now - Minute).Select(one => one.At));
        var day = new Queue<(DateTimeOffset At, int Recipients)>(snapshot.Submissions);
        var used = snapshot.Submissions.Sum(one => one.Recipients);
        var at = now;
        void Wait(DateTimeOffset until, string because)
        {
            if (until > at)
            {
                at = until;
                forecast.LimitedBy = because;
            }
        }

        Wait(snapshot.Governor.PausedUntil ?? now, "Pause");
        foreach (var (due, recipients) in snapshot.Queue.OrderBy(one => one.Due > now ? one.Due : now).SelectMany(one => Parts(one, limits.RecipientsPerMail)))
        {
            Wait(due ?? now, "Schedule");
            if (limits.PerMinute is { } perMinute)
            {
                while (minute.Count >= perMinute)
                {
                    Wait(minute.Dequeue() + Minute, "Rate");
                }

                minute.Enqueue(at);
            }

            if (limits.RecipientsPerDay is { } perDay)
            {
                while (day.Count > 0 && used + recipients > perDay)
                {
                    var oldest = day.Dequeue();
                    used -= oldest.Recipients;
                    Wait(oldest.At + Day, "RecipientsPerDay");
                }

                used += recipients;
                day.Enqueue((at, recipients));
            }
        }

        forecast.FinishesOn = at;
    }

    private static IEnumerable<(DateTimeOffset? Due, int Recipients)> Parts((DateTimeOffset? Due, int Recipients) mail, int? most)
    {
        var left = mail.Recipients;
        for (; most is { } limit && left > limit; left -= limit)
        {
            yield return (mail.Due, limit);
        }

        yield return (mail.Due, left);
    }

    private static int Count(OutboxSnapshot snapshot, OutlookOutboxState state) => snapshot.Counts.TryGetValue(state, out var count) ? count : 0;
}
