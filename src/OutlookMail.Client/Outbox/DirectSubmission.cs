using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Smtp;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// Sends one mail at once, written down like a queued one: counted by the governor, never sent twice under one key, and
/// looked for in Sent Items when its confirmation is lost.
/// </summary>
internal sealed class DirectSubmission
{
    /// <summary>How long a caller is kept waiting for the limits. A full minute's rate passes within it, a full day's does not.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // Once the user wants to stop, the answer to a mail whose end is out is still worth that much waiting.
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Heartbeat = TimeSpan.FromTicks(OutboxStore.LeaseDuration.Ticks / 3);

    private readonly OutboxStore store;
    private readonly LiveSession session;
    private readonly string mailbox;
    private readonly DirectLine line;
    private readonly IOutboxEvents events;
    private readonly TimeProvider time;

    public DirectSubmission(OutboxStore store, LiveSession session, string mailbox, DirectLine line, IOutboxEvents events, TimeProvider time)
    {
        this.store = store;
        this.session = session;
        this.mailbox = mailbox;
        this.line = line;
        this.events = events;
        this.time = time;
    }

    /// <exception cref="OutlookMailException">The mail was not sent, or (SendUncertain) nobody knows.</exception>
    /// <exception cref="StoreException">It could not be written down, and was not sent.</exception>
    public async Task<OutlookSendResult> SendAsync(LeasedMail lease, (DateTimeOffset On, string Reason)? obstacle, ComposedMail mail, CancellationToken stop)
    {
        SmtpSendOutcome? outcome;
        DeliveryJudgement judgement;
        using var heartbeat = time.CreateTimer(_ => Renew(), null, Heartbeat, Heartbeat);
        try
        {
            await AdmitAsync(lease, obstacle, stop);
            (outcome, judgement) = await DeliverAsync(lease, stop);
        }
        catch (Exception e)
        {
            GiveBack(lease, e);
            throw;
        }

        Settlement.Settle(store, mailbox, lease, judgement, time);
        var result = outcome is null
            ? new OutlookSendResult { State = OutlookSendState.Refused, Subject = mail.Subject, From = mail.Sender, MessageId = mail.MessageId, Size = mail.Length }
            : SendResults.From(outcome, mail, session.Wire.Time.GetUtcNow());
        result.OutboxId = lease.Id;
        if (result.State == OutlookSendState.Uncertain && !stop.IsCancellationRequested && await IsFoundAsync(lease.Id, stop))
        {
            result.State = OutlookSendState.Sent;
        }

        if (result.State == OutlookSendState.Sent)
        {
            WarnOfDeferred(lease.Id);
            return result;
        }

        throw outcome is null ? SubmissionErrors.MailNotSent(result, judgement.Report.Reason, null) : SendResults.Failure(outcome, result, session);
    }

    /// <summary>Finds out about a mail that may have been sent, waiting for its copy.</summary>
    public async Task<bool> IsFoundAsync(long id, CancellationToken stop)
    {
        var found = false;
        try
        {
            events.Verbose($"{SendResults.Name(id)} may have been sent; it is looked for in Sent Items.");
            await new UncertainResolver(store, session, mailbox, time, id).RunAsync(
                (_, state) =>
                {
                    found |= state == OutlookOutboxState.Sent;
                    return Task.CompletedTask;
                },
                stop);
        }
        catch (OutlookMailException e)
        {
            events.Warning($"Sent Items could not be looked at: {e.Message}");
            store.NoteUncertain(id, $"Sent Items could not be looked at: {e.Message}");
        }

        return found;
    }

    private async Task AdmitAsync(LeasedMail lease, (DateTimeOffset On, string Reason)? obstacle, CancellationToken stop)
    {
        for (; obstacle is { } wait; obstacle = store.Admit(mailbox, lease))
        {
            var left = wait.On - time.GetUtcNow();
            if (left > Patience && store.Admit(mailbox, lease, despitePause: true) is null)
            {
                // A pause of hours is a guess (a quota that frees itself bit by bit): who wants it now may ask the server.
                return;
            }

            if (left > Patience)
            {
                throw SubmissionErrors.LimitReached(mailbox, wait.Reason, left);
            }

            events.Progress(new OutboxProgress(0, 1, $"Waits until {wait.On.LocalDateTime:T}: {wait.Reason}", wait.On));
            await time.DelayAsync(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1), stop);
        }
    }

    private async Task<(SmtpSendOutcome? Outcome, DeliveryJudgement Judgement)> DeliverAsync(LeasedMail lease, CancellationToken stop)
    {
        if (!await line.HoldConnectionAsync(time.GetUtcNow() + Patience, stop))
        {
            throw SubmissionErrors.LimitReached(mailbox, "Other processes hold all of the mailbox's connections.", OutboxStore.LeaseDuration);
        }

        while (true)
        {
            var (sent, kept) = await session.OnSmtpAsync(
                async (smtp, isKept, _) =>
                {
                    using var abandon = new CancellationTokenSource();
                    using var grace = stop.Register(() => abandon.CancelAfter(StopGrace));
                    return (await OutboxSender.SendAsync(store, lease, smtp, time, stop, abandon.Token), isKept);
                },
                stop);

            // A kept connection that turns out dead before it answered anything: the server has nothing of the mail.
            if (!kept || sent.Outcome is not { State: SmtpSendState.Refused, Error: not null, Phase: SmtpPhase.MailFrom })
            {
                return sent;
            }
        }
    }

    private void WarnOfDeferred(long id)
    {
        foreach (var part in store.List(new OutboxFilter { Group = id, States = [OutlookOutboxState.Queued] }))
        {
            events.Warning($"The server put off {string.Join(", ", part.Recipients.Select(one => one.Address))}: that part waits as {SendResults.Name(part.Id)} in the outbox, and Start-OutlookOutbox sends it.");
        }
    }

    // What threw was before the mail's end: the server has nothing that counts.
    private void GiveBack(LeasedMail lease, Exception e)
    {
        try
        {
            var reason = e is OperationCanceledException ? "Stopped before it was sent." : $"Not sent: {e.Message}";
            store.Report(lease, new SendReport(SendVerdict.Released, reason));
        }
        catch (StoreException)
        {
            // The lease runs out by itself.
        }
    }

    private void Renew()
    {
        try
        {
            store.Renew(line.Worker);
        }
        catch (Exception e) when (e is StoreException or ObjectDisposedException)
        {
            // Said by the next call that matters; the lease lasts for two more beats.
            events.Verbose($"The lease could not be renewed: {e.Message}");
        }
    }
}
