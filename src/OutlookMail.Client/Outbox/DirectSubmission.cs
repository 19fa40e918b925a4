using System;
using System.IO;
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

    /// <summary>A small mail over a connection that is there: one entry in the journal says that it is here and that its end goes out.</summary>
    public bool CanSendAtOnce(ComposedMail mail) => mail.Length <= OutboxSender.LastPiece && session.IsSmtpWarm && line.HoldsConnection;

    /// <summary>
    /// Sends a mail for which <see cref="CanSendAtOnce"/>. Without an idempotency key the journal's entry is made while the
    /// server answers the envelope; the message's end waits for it.
    /// </summary>
    /// <returns>The result, or null with the journal's answer: the limits hold it up, or its key is known.</returns>
    /// <exception cref="OutlookMailException">The mail was not sent, or (SendUncertain) nobody knows.</exception>
    /// <exception cref="StoreException">It could not be written down, and was not sent.</exception>
    public async Task<(OutlookSendResult? Result, EnqueuedMail Added)> SendAtOnceAsync(NewMail draft, ComposedMail mail, CancellationToken stop)
    {
        using var octets = new MemoryStream((int)mail.Length);
        await mail.WriteToAsync(octets, stop);
        var message = octets.ToArray();
        EnqueuedMail? added = null;
        void Begin()
        {
            // A second connection finds it written.
            added ??= store.BeginDirect(draft, message);
            if (!IsBegun(added))
            {
                throw new NotAdmittedException();
            }
        }

        SmtpSendOutcome outcome;
        using var heartbeat = time.CreateTimer(_ => Renew(), null, Heartbeat, Heartbeat);
        try
        {
            if (draft.IdempotencyKey is not null)
            {
                Begin();
            }

            outcome = await DeliverAsync(
                smtp => WithGraceAsync(abandon => OutboxSender.SendAsync(mail, message, smtp, Begin, stop, abandon), stop),
                one => one,
                stop);
        }
        catch (NotAdmittedException)
        {
            return (null, added!);
        }
        catch (Exception e)
        {
            if (added?.Lease is { } begun)
            {
                GiveBack(begun, e);
            }

            throw;
        }

        // The server said goodbye, or did not take such a mail, before its envelope went out.
        added ??= store.BeginDirect(draft, message);
        if (!IsBegun(added))
        {
            return (null, added);
        }

        var judgement = DeliveryJudge.Judge(DeliveryAttempt.From(outcome), 0, time.GetUtcNow());
        return (await ConcludeAsync(added.Lease!, mail, outcome, judgement, soon: draft.IdempotencyKey is null, stop), added);
    }

    private static bool IsBegun(EnqueuedMail added) => added is { Lease: not null, State: OutlookOutboxState.Sending };

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
            await HoldConnectionAsync(stop);
            (outcome, judgement) = await DeliverAsync(
                smtp => WithGraceAsync(abandon => OutboxSender.SendAsync(store, lease, smtp, time, stop, abandon), stop),
                sent => sent.Outcome,
                stop);
        }
        catch (Exception e)
        {
            GiveBack(lease, e);
            throw;
        }

        return await ConcludeAsync(lease, mail, outcome, judgement, soon: false, stop);
    }

    private async Task<OutlookSendResult> ConcludeAsync(LeasedMail lease, ComposedMail mail, SmtpSendOutcome? outcome, DeliveryJudgement judgement, bool soon, CancellationToken stop)
    {
        Settlement.Settle(store, mailbox, lease, judgement, time, soon);
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
            if (judgement.Report.Recipients.Any(one => one.Verdict == RecipientVerdict.Deferred))
            {
                WarnOfDeferred(lease.Id);
            }

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

    private async Task HoldConnectionAsync(CancellationToken stop)
    {
        if (!await line.HoldConnectionAsync(time.GetUtcNow() + Patience, stop))
        {
            throw SubmissionErrors.LimitReached(mailbox, "Other processes hold all of the mailbox's connections.", OutboxStore.LeaseDuration);
        }
    }

    private async Task<T> DeliverAsync<T>(Func<SmtpConnection, Task<T>> send, Func<T, SmtpSendOutcome?> outcome, CancellationToken stop)
    {
        while (true)
        {
            var (sent, kept) = await session.OnSmtpAsync(async (smtp, isKept, _) => (await send(smtp), isKept), stop);

            // A kept connection that turns out dead before it answered anything: the server has nothing of the mail.
            if (!kept || outcome(sent) is not { State: SmtpSendState.Refused, Error: not null, Phase: SmtpPhase.MailFrom })
            {
                return sent;
            }
        }
    }

    private static async Task<T> WithGraceAsync<T>(Func<CancellationToken, Task<T>> send, CancellationToken stop)
    {
        using var abandon = new CancellationTokenSource();
        using var grace = stop.Register(() => abandon.CancelAfter(StopGrace));
        return await send(abandon.Token);
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
