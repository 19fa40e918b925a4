using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// The outbox as front ends see it. Real mailboxes share the one in the user's data folder; a sandbox has its own, which
/// goes with it.
/// </summary>
public sealed class OutboxService
{
    private readonly ConcurrentDictionary<string, Lazy<OutboxStore>> stores = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Lazy<DirectLine>> lines = new();
    private readonly ConcurrentDictionary<(string Folder, string Mailbox), bool> limited = new();
    private readonly SessionService sessions;
    private readonly TimeProvider time;

    internal OutboxService(SessionService sessions, TimeProvider time)
    {
        this.sessions = sessions;
        this.time = time;
    }

    /// <summary>Puts mails into the outbox: all of them or, when it throws, none. Nothing is sent yet.</summary>
    /// <returns>One item for each draft; for a known idempotency key the mail that has it.</returns>
    /// <exception cref="OutlookMailException">A draft that cannot be written.</exception>
    /// <exception cref="StoreException"/>
    public async Task<IReadOnlyList<OutlookOutboxItem>> QueueAsync(OutlookSession session, IReadOnlyList<QueuedDraft> drafts, CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        var store = StoreOf(live);
        var mails = new List<NewMail>(drafts.Count);
        foreach (var one in drafts)
        {
            var mail = one.Composed ?? await MailAuthoring.ComposeAsync(sessions, live, one.Draft!, keepBcc: false, cancellationToken);
            mails.Add(NewMail(live, mail, one.Request));
        }

        var added = await store.EnqueueAsync(mails, cancellationToken);
        return store.List(new OutboxFilter { Ids = added.Select(one => one.Id).ToArray() });
    }

    /// <summary>Sends a mail at once.</summary>
    /// <exception cref="OutlookMailException">The mail was not sent, or (SendUncertain) nobody knows.</exception>
    /// <exception cref="StoreException">It could not be written down, and was not sent.</exception>
    public async Task<OutlookSendResult> SendAsync(OutlookSession session, ComposedMail mail, SendRequest request, IOutboxEvents events, CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);

        // A session without a store keeps nothing on this machine unless it is asked to.
        if (request.NoJournal || (live.Plan.Request.NoStore && request.IdempotencyKey is null))
        {
            return await SubmissionService.SendAsync(live, mail, cancellationToken);
        }

        var store = StoreOf(live);
        var line = lines.GetOrAdd(session.Id, _ => new Lazy<DirectLine>(() => new DirectLine(store, KeyOf(live), time))).Value;
        var submission = new DirectSubmission(store, live, KeyOf(live), line, events, time);
        var isSplit = mail.Recipients.Count > 1 && store.Limits(KeyOf(live)).RecipientsPerMail is { } most && mail.Recipients.Count > most;
        while (true)
        {
            var draft = NewMail(live, mail, new QueueRequest { IdempotencyKey = request.IdempotencyKey });
            draft.DirectWorker = isSplit ? null : line.Worker;
            EnqueuedMail added;
            if (!isSplit && submission.CanSendAtOnce(mail))
            {
                (var sent, added) = await submission.SendAtOnceAsync(draft, mail, cancellationToken);
                if (sent is not null)
                {
                    return sent;
                }
            }
            else
            {
                added = (await store.EnqueueAsync([draft], cancellationToken))[0];
            }

            if (added.Lease is { } lease)
            {
                return await submission.SendAsync(lease, added.Obstacle, mail, cancellationToken);
            }

            if (added.IsNew)
            {
                return await SendPartsAsync(live, store, added.Id, events, cancellationToken);
            }

            if (await new RepeatedCall(store, submission, events, time).AnswerAsync(added.Id, cancellationToken) is { } known)
            {
                return known;
            }
        }
    }

    /// <summary>Works the mailbox's outbox off. Yields each mail when it is sent, failed, or left uncertain.</summary>
    /// <exception cref="OutlookMailException">The mailbox cannot send now; what was not begun stays queued.</exception>
    /// <exception cref="StoreException"/>
    public IAsyncEnumerable<OutlookOutboxItem> RunAsync(OutlookSession session, OutboxRunRequest request, IOutboxEvents events, CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        return new OutboxRun(StoreOf(live), live, KeyOf(live), request, events, time).RunAsync(cancellationToken);
    }

    /// <param name="session">Null for all mailboxes of the user's data folder.</param>
    /// <exception cref="StoreException"/>
    public IReadOnlyList<OutlookOutboxItem> List(OutlookSession? session, OutboxQuery query)
    {
        var live = session is null ? null : sessions.Find(session);
        return StoreOf(live).List(new OutboxFilter
        {
            Mailbox = live is null ? null : KeyOf(live),
            Ids = query.Ids,
            States = query.States,
            IdempotencyKey = query.IdempotencyKey,
            WithHistory = query.WithHistory,
        });
    }

    /// <summary>Looks for delivery reports and read receipts that have come into the inbox.</summary>
    /// <returns>The mails that there is news of.</returns>
    /// <exception cref="OutlookMailException">The inbox cannot be read.</exception>
    /// <exception cref="StoreException"/>
    public async Task<IReadOnlyList<OutlookOutboxItem>> TrackAsync(OutlookSession session, CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        var store = StoreOf(live);
        var news = await DeliveryTracker.TrackAsync(store, live, KeyOf(live), cancellationToken);
        return news.Count == 0 ? [] : store.List(new OutboxFilter { Ids = news });
    }

    /// <summary>Takes a mail out for good, with its history and its idempotency key.</summary>
    /// <exception cref="OutlookMailException">There is none, or a worker has it.</exception>
    /// <exception cref="StoreException"/>
    public void Remove(OutlookSession? session, long id)
    {
        switch (StoreOf(session is null ? null : sessions.Find(session)).Remove(id))
        {
            case null:
                throw OutboxErrors.NotFound(id);
            case OutlookOutboxState.Leased or OutlookOutboxState.Sending:
                throw OutboxErrors.InWork(id);
        }
    }

    /// <exception cref="StoreException"/>
    public OutlookOutboxForecast Measure(OutlookSession session)
    {
        var live = sessions.Find(session);
        return OutboxForecaster.Forecast(StoreOf(live).Snapshot(KeyOf(live)), KeyOf(live), time.GetUtcNow());
    }

    /// <summary>The session is over: its place among the mailbox's connections is free.</summary>
    internal void Forget(OutlookSession session)
    {
        if (lines.TryRemove(session.Id, out var line) && line.IsValueCreated)
        {
            line.Value.Dispose();
        }
    }

    /// <summary>Closes a stopped sandbox's outbox.</summary>
    internal void ForgetSandbox(Guid sandboxId)
    {
        var folder = DataFolder.SandboxOutbox(sandboxId);
        if (stores.TryRemove(folder, out var store) && store.IsValueCreated)
        {
            store.Value.Dispose();
        }

        foreach (var key in limited.Keys.Where(key => key.Folder == folder))
        {
            limited.TryRemove(key, out _);
        }
    }

    private OutboxStore StoreOf(LiveSession? live)
    {
        var folder = live?.Plan.Request.Sandbox is { } sandbox ? DataFolder.SandboxOutbox(sandbox.Id) : DataFolder.Outbox(live?.Plan.Request.StoreFolder);
        var store = stores.GetOrAdd(folder, path => new Lazy<OutboxStore>(() => OutboxStore.Open(path, time), LazyThreadSafetyMode.PublicationOnly)).Value;
        if (live is not null)
        {
            // Somebody's own server has limits of its own, and says them when they are reached.
            var isExchange = live.Handle.Cloud != OutlookCloud.Custom || live.Handle.IsSandbox;
            _ = limited.GetOrAdd((folder, KeyOf(live)), _ =>
            {
                store.EnsureLimits(KeyOf(live), isExchange ? GovernorLimits.ExchangeOnline : GovernorLimits.None);
                return true;
            });
        }

        return store;
    }

    // Exchange compares addresses without case, and counts what a mailbox sends however its name is written.
    private static string KeyOf(LiveSession live) => live.Handle.Mailbox.ToLowerInvariant();

    private async Task<OutlookSendResult> SendPartsAsync(LiveSession live, OutboxStore store, long id, IOutboxEvents events, CancellationToken cancellationToken)
    {
        events.Verbose($"{SendResults.Name(id)} has more recipients than a mail may have and is sent in parts.");
        var run = new OutboxRun(store, live, KeyOf(live), new OutboxRunRequest { Ids = [id] }, events, time);
        await foreach (var _ in run.RunAsync(cancellationToken))
        {
            // What became of the parts is read below, together.
        }

        var result = SendResults.From(store.List(new OutboxFilter { Group = id }), time.GetUtcNow());
        return result.State switch
        {
            OutlookSendState.Uncertain => throw SubmissionErrors.SendUncertain(result, null),
            OutlookSendState.Refused => throw SubmissionErrors.PartlyNotSent(result),
            _ => result,
        };
    }

    private static NewMail NewMail(LiveSession live, ComposedMail mail, QueueRequest request) =>
        new(KeyOf(live), live.Handle.Account, mail.Sender, mail.Recipients, mail.WriteToAsync, mail.Length)
        {
            Is8Bit = mail.Is8Bit,
            NeedsSmtpUtf8 = mail.NeedsSmtpUtf8,
            Subject = mail.Subject,
            MessageId = mail.MessageId,
            Priority = mail.Priority,
            Notify = mail.Notify,
            IdempotencyKey = request.IdempotencyKey,
            NotBefore = request.NotBefore,
            NotAfter = request.NotAfter,
        };
}
