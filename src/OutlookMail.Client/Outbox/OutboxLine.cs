using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Smtp;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>One connection's worth of sending: opens it when there is something to send, keeps it, and opens it anew when it broke.</summary>
internal sealed class OutboxLine : IAsyncDisposable
{
    // Where no rate limits them, mails are taken, and at most written down as about to go out, that many at a time: the
    // disk's flush then costs each of them little. A worker that is killed leaves at most so many uncertain.
    private const int FreeBatch = 32;

    // As many go together as the server has taken within that time: a slow server's mails each go by themselves, and the
    // moments in which a killed worker leaves any uncertain are as few as they were.
    private static readonly TimeSpan GroupTime = TimeSpan.FromMilliseconds(10);

    public const string NotBegun = "Given back: it was not begun.";

    // A server that takes connections and drops every one: the fifth in a row is its answer.
    private const int MaximumFailures = 5;

    // Exchange ends idle connections after some minutes (421 4.4.2), and counts them against the mailbox until then.
    private static readonly TimeSpan KeepIdle = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(5);

    // Others of the mailbox hold all its connections; they are looked at again that often.
    private static readonly TimeSpan SlotPause = TimeSpan.FromSeconds(5);

    // Once the user wants to stop, the answer to a mail whose end is out is still worth that much waiting.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);

    private readonly OutboxStore store;
    private readonly LiveSession session;
    private readonly string mailbox;
    private readonly OutboxWorker worker;
    private readonly TimeProvider time;
    private SmtpConnection? smtp;
    private long? slot;
    private int failures;
    private int groupSize = 2;

    public OutboxLine(OutboxStore store, LiveSession session, string mailbox, OutboxWorker worker, TimeProvider time)
    {
        this.store = store;
        this.session = session;
        this.mailbox = mailbox;
        this.worker = worker;
        this.time = time;
    }

    public int BatchSize => store.Limits(mailbox).PerMinute is null ? FreeBatch : 1;

    /// <summary>Sends the mails in order and writes down what became of each. Those it does not get to are given back.</summary>
    /// <param name="judged">Called with each that is decided, in order.</param>
    /// <param name="begun">Called at least once if any goes out, when the journal has time for more.</param>
    /// <exception cref="OutlookMailException">No later mail could be sent either.</exception>
    /// <returns>False when it stopped early: what is taken already must wait too.</returns>
    public async Task<bool> SendAsync(IReadOnlyList<LeasedMail> mails, Action<LeasedMail, DeliveryJudgement> judged, Action begun, CancellationToken stop)
    {
        var next = 0;
        try
        {
            while (next < mails.Count && await WarmAsync(stop))
            {
                var group = OutboxGroup.From(mails, next, groupSize);
                var began = time.GetTimestamp();
                if (group.Count > 1)
                {
                    var first = next;
                    bool isPaused;
                    if (group.FitTo(smtp!))
                    {
                        isPaused = await SendTogetherAsync(group, judged, begun, count => next += count, stop);
                    }
                    else
                    {
                        begun();
                        isPaused = await SendAsync(group, judged, () => next++, stop);
                    }

                    Adapt(next - first, time.GetElapsedTime(began));
                    if (isPaused)
                    {
                        return false;
                    }

                    continue;
                }

                begun();
                var mail = mails[next];
                var judgement = await DeliverAsync(mail, stop);
                Adapt(1, time.GetElapsedTime(began));
                next++;
                if (judgement is not null)
                {
                    await SettleAsync(mail, judgement);
                    judged(mail, judgement);
                    if (judgement.Pause is not null)
                    {
                        return false;
                    }
                }
            }

            return next == mails.Count;
        }
        finally
        {
            for (; next < mails.Count; next++)
            {
                store.Report(mails[next], new SendReport(SendVerdict.Released, NotBegun));
            }
        }
    }

    /// <summary>Waits, without a connection that nobody needs meanwhile.</summary>
    public async Task RestAsync(TimeSpan wait, CancellationToken stop)
    {
        if (wait > KeepIdle)
        {
            await CloseAsync();
        }

        // In pieces: another process may add mails, lift a pause, or end.
        var piece = wait < KeepIdle ? wait : KeepIdle;
        await time.DelayAsync(piece > TimeSpan.Zero ? piece : TimeSpan.FromMilliseconds(1), stop);
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <returns>Null when the mail was no longer this worker's.</returns>
    private async Task<DeliveryJudgement?> DeliverAsync(LeasedMail mail, CancellationToken stop)
    {
        using var abandon = new CancellationTokenSource();
        using var grace = stop.Register(() => abandon.CancelAfter(StopGrace));
        try
        {
            return (await OutboxSender.SendAsync(store, mail, smtp!, time, stop, abandon.Token)).Judgement;
        }
        catch (LeaseLostException)
        {
            return null;
        }
    }

    private void Adapt(int sent, TimeSpan took)
    {
        if (sent > 0)
        {
            groupSize = (int)Math.Max(1, Math.Min(FreeBatch, GroupTime.Ticks * sent / Math.Max(1, took.Ticks)));
        }
    }

    /// <param name="decided">Called for each mail of which the server may have something, in order, before that is written down:
    /// one whose result cannot be written is never given back as if it had not gone.</param>
    /// <returns>Whether the server wants no more now.</returns>
    private async Task<bool> SendAsync(OutboxGroup group, Action<LeasedMail, DeliveryJudgement> judged, Action decided, CancellationToken stop)
    {
        using var abandon = new CancellationTokenSource();
        using var grace = stop.Register(() => abandon.CancelAfter(StopGrace));
        (LeasedMail Mail, DeliveryJudgement Judgement)? last = null;
        try
        {
            await foreach (var (mail, judgement) in group.SendAsync(store, smtp!, time, stop, abandon.Token))
            {
                decided();
                if (judgement.EndsConnection || judgement.Pause is not null)
                {
                    last = (mail, judgement);
                    break;
                }

                await SettleAsync(mail, judgement);
                judged(mail, judgement);
            }
        }
        catch (LeaseLostException)
        {
            // The connection went with it; the next mail opens another.
            decided();
        }

        if (last is { } one)
        {
            await SettleAsync(one.Mail, one.Judgement);
            judged(one.Mail, one.Judgement);
        }

        return last?.Judgement.Pause is not null;
    }

    /// <inheritdoc cref="SendAsync(OutboxGroup, Action{LeasedMail, DeliveryJudgement}, Action, CancellationToken)"/>
    private async Task<bool> SendTogetherAsync(OutboxGroup group, Action<LeasedMail, DeliveryJudgement> judged, Action begun, Action<int> decided, CancellationToken stop)
    {
        using var abandon = new CancellationTokenSource();
        using var grace = stop.Register(() => abandon.CancelAfter(StopGrace));
        var all = await group.SendTogetherAsync(store, smtp!, time, begun, stop, abandon.Token);
        decided(all.Count);
        DeliveryJudgement? end = null;
        var isPaused = false;
        foreach (var (mail, judgement) in all)
        {
            if (judgement is null)
            {
                continue;
            }

            Write(mail, judgement);
            judged(mail, judgement);
            end = judgement.EndsConnection ? judgement : end;
            isPaused |= judgement.Pause is not null;
        }

        // Many may have gone with one connection; it counts once.
        await EndAsync(end);
        return isPaused;
    }

    private async Task SettleAsync(LeasedMail mail, DeliveryJudgement judgement)
    {
        Write(mail, judgement);
        await EndAsync(judgement);
    }

    private void Write(LeasedMail mail, DeliveryJudgement judgement)
    {
        Settlement.Settle(store, mailbox, mail, judgement, time);
        if (judgement.Report.Verdict is SendVerdict.Sent or SendVerdict.Failed)
        {
            failures = 0;
        }
    }

    private async Task EndAsync(DeliveryJudgement? judgement)
    {
        if (judgement is { EndsConnection: true })
        {
            await CloseAsync();
            if (judgement.Pause is null && ++failures >= MaximumFailures)
            {
                throw MailErrors.ConnectionFailed(session.Plan.Smtp.ToString(), new TimeoutException(judgement.Report.Reason));
            }
        }
    }

    /// <returns>False: not now; the governor has been told for how long.</returns>
    private async Task<bool> WarmAsync(CancellationToken stop)
    {
        if (smtp is { IsBroken: false })
        {
            return true;
        }

        await CloseAsync();
        slot = store.TakeConnection(mailbox, worker);
        if (slot is null)
        {
            store.Recover();
            await time.DelayAsync(SlotPause, stop);
            return false;
        }

        try
        {
            smtp = await session.OpenSmtpAsync(stop);
            return true;
        }
        catch (OutlookMailException e) when (IsPassing(e) && ++failures < MaximumFailures)
        {
            await CloseAsync();
            if (e.ErrorId == ErrorIds.Throttled)
            {
                store.Pause(mailbox, time.GetUtcNow() + (e.RetryAfter ?? FailurePause), e.Message);
                if (DeliveryJudge.SpeaksOfConnections(e.Message))
                {
                    Settlement.LearnConnections(store, mailbox);
                }
            }
            else
            {
                await time.DelayAsync(TimeSpan.FromTicks(FailurePause.Ticks * failures), stop);
            }

            return false;
        }
    }

    private static bool IsPassing(OutlookMailException e) => e.ErrorId is ErrorIds.ConnectionFailed or ErrorIds.ConnectionLost or ErrorIds.Throttled;

    private async Task CloseAsync()
    {
        if (Interlocked.Exchange(ref smtp, null) is { } old)
        {
            await old.DisposeAsync();
        }

        if (slot is { } number)
        {
            slot = null;
            store.ReturnConnection(number);
        }
    }
}
