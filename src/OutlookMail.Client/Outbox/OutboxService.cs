using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;
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
        var mails = drafts.Select(draft => NewMail(live, draft)).ToArray();
        var added = await store.EnqueueAsync(mails, cancellationToken);
        return store.List(new OutboxFilter { Ids = added.Select(one => one.Id).ToArray() });
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

    /// <summary>Drops a stopped sandbox's outbox.</summary>
    internal void ForgetSandbox(Guid sandboxId)
    {
        var folder = DataFolder.SandboxOutbox(sandboxId);
        if (stores.TryRemove(folder, out var store) && store.IsValueCreated)
        {
            store.Value.Dispose();
        }

        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Never made, or another process looks at it; it lies in the system's folder for temporary files.
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
            store.EnsureLimits(KeyOf(live), isExchange ? GovernorLimits.ExchangeOnline : GovernorLimits.None);
        }

        return store;
    }

    // Exchange compares addresses without case, and counts what a mailbox sends however its name is written.
    private static string KeyOf(LiveSession live) => live.Handle.Mailbox.ToLowerInvariant();

    private static NewMail NewMail(LiveSession live, QueuedDraft queued)
    {
        var draft = queued.Draft;
        MimeComposed composed = DraftComposer.Compose(draft, live.Handle.Mailbox, live.Wire.Time.GetLocalNow());
        return new NewMail(KeyOf(live), live.Handle.Account, composed.EnvelopeSender, composed.EnvelopeRecipients, composed.WriteToAsync, composed.Length)
        {
            Is8Bit = composed.Is8Bit,
            NeedsSmtpUtf8 = composed.NeedsSmtpUtf8,
            Subject = draft.Subject,
            MessageId = composed.MessageId,
            Priority = draft.Priority,
            IdempotencyKey = queued.Request.IdempotencyKey,
            NotBefore = queued.Request.NotBefore,
            NotAfter = queued.Request.NotAfter,
        };
    }
}
