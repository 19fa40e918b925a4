using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>Works off a mailbox's outbox: takes back what dead workers left, sends what may go, finds out about the rest.</summary>
internal sealed class OutboxRun
{
    // Without UntilEmpty: a minute's rate and the first retry are waited for, an hour's pause is not.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly OutboxStore store;
    private readonly LiveSession session;
    private readonly string mailbox;
    private readonly OutboxRunRequest request;
    private readonly IOutboxEvents events;
    private readonly TimeProvider time;
    private readonly UncertainResolver resolver;
    private readonly OutboxResults results;
    private readonly object resolving = new();
    private Task resolution = Task.CompletedTask;
    private DateTimeOffset startedOn;
    private DateTimeOffset limitedUntil;
    private int done;
    private int remaining;

    public OutboxRun(OutboxStore store, LiveSession session, string mailbox, OutboxRunRequest request, IOutboxEvents events, TimeProvider time)
    {
        this.store = store;
        this.session = session;
        this.mailbox = mailbox;
        this.request = request;
        this.events = events;
        this.time = time;
        results = new OutboxResults(time);
        resolver = new UncertainResolver(store, session, mailbox, time);
    }

    /// <summary>Each mail when it is sent, failed, or left uncertain.</summary>
    public async IAsyncEnumerable<OutlookOutboxItem> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var worker = store.StartWorker();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = Task.Run(() => WorkAsync(worker, stop.Token), CancellationToken.None);
        var third = TimeSpan.FromTicks(OutboxStore.LeaseDuration.Ticks / 3);
        using var heartbeat = time.CreateTimer(_ => Renew(worker), null, third, third);
        try
        {
            while (await results.Pages.WaitToReadAsync(cancellationToken))
            {
                while (results.Pages.TryRead(out var page))
                {
                    foreach (var item in page)
                    {
                        yield return item;
                    }
                }
            }

            await work;
        }
        finally
        {
            // Mails in hand are given back before the worker goes.
            stop.Cancel();
            await Quietly(work);
        }
    }

    private async Task WorkAsync(OutboxWorker worker, CancellationToken stop)
    {
        try
        {
            Prepare();
            await ResolveFirstAsync(stop);
            remaining = store.Snapshot(mailbox).Queue.Count;
            startedOn = time.GetUtcNow();
            using var all = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var lines = Enumerable.Range(0, Math.Max(1, request.Connections))
                .Select(_ => Task.Run(() => LineAsync(worker, all), CancellationToken.None))
                .ToArray();
            try
            {
                await Task.WhenAll(lines);
            }
            finally
            {
                await Quietly(Task.WhenAll(lines));
            }

            store.WriteLate();
            await ResolveRestAsync(stop);
            results.Complete(null);
        }
        catch (Exception e)
        {
            results.Complete(e is OperationCanceledException ? null : e);
            throw;
        }
        finally
        {
            await Quietly(resolution);
        }
    }

    private void Prepare()
    {
        var taken = store.Recover();
        if (taken > 0)
        {
            events.Verbose(string.Format(CultureInfo.InvariantCulture, "{0} mails were taken back from workers that are gone.", taken));
        }

        if (request.PerMinute is { } perMinute)
        {
            store.SetPerMinute(mailbox, perMinute == 0 ? null : perMinute);
        }

        if (request.RetryFailed)
        {
            foreach (var failed in store.List(new OutboxFilter { Mailbox = mailbox, Ids = request.Ids, States = [OutlookOutboxState.Failed] }))
            {
                store.Requeue(failed.Id, OutlookOutboxState.Failed, "Queued once more, as asked for (-RetryFailed).");
            }
        }
    }

    // What was uncertain before is decided first, while nothing of this run can be mistaken for it.
    private async Task ResolveFirstAsync(CancellationToken stop)
    {
        if (!request.ResendUncertain)
        {
            Kick(stop);
            return;
        }

        await ResolveAsync(
            (id, state) =>
            {
                var isAsked = request.Ids.Count == 0 || request.Ids.Contains(id);
                if (state == OutlookOutboxState.Uncertain && isAsked && store.Requeue(id, state, "Queued once more although it may have been sent, as asked for (-ResendUncertain)."))
                {
                    return Task.CompletedTask;
                }

                return DecidedAsync(id, state);
            },
            stop);
    }

    private async Task ResolveRestAsync(CancellationToken stop)
    {
        await resolution;
        await ResolveAsync(DecidedAsync, stop);
    }

    /// <summary>Starts looking for uncertain mails beside the sending, unless that is under way.</summary>
    private void Kick(CancellationToken stop)
    {
        lock (resolving)
        {
            if (resolution.IsCompleted)
            {
                resolution = Task.Run(() => ResolveAsync(DecidedAsync, stop), CancellationToken.None);
            }
        }
    }

    private async Task ResolveAsync(Func<long, OutlookOutboxState, Task> decided, CancellationToken stop)
    {
        try
        {
            await resolver.RunAsync(decided, stop);
        }
        catch (OutlookMailException e)
        {
            events.Warning($"Sent Items could not be looked at, so uncertain mails stay so: {e.Message}");
            foreach (var mail in store.Uncertain(mailbox))
            {
                if (resolver.GiveUp(mail.Id, $"Sent Items could not be looked at: {e.Message}"))
                {
                    await decided(mail.Id, OutlookOutboxState.Uncertain);
                }
            }
        }
    }

    private Task DecidedAsync(long id, OutlookOutboxState state)
    {
        if (state == OutlookOutboxState.Uncertain)
        {
            events.Warning(string.Format(CultureInfo.InvariantCulture, "#{0} may or may not have been sent; it is not sent again unless you say so (Start-OutlookOutbox -ResendUncertain).", id));
        }

        Emit(id);
        return Task.CompletedTask;
    }

    private async Task LineAsync(OutboxWorker worker, CancellationTokenSource all)
    {
        var stop = all.Token;
        await using var line = new OutboxLine(store, session, mailbox, worker, time);
        Task<LeaseAnswer>? next = null;
        try
        {
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var answer = next is null ? null : await next;
                next = null;
                // One that was empty is asked for again: mails that were put off meanwhile have a time.
                if (answer is null || answer.Mails.Count == 0)
                {
                    answer = Lease(worker, line.BatchSize);
                }

                if (answer.Mails.Count > 0)
                {
                    var size = line.BatchSize;
                    var hasMore = answer.Mails.Count == size && size > 1;
                    var isThrough = await line.SendAsync(
                        answer.Mails,
                        (mail, judgement) => Judged(mail, judgement, stop),
                        () => next ??= hasMore ? Task.Run(() => Lease(worker, size), CancellationToken.None) : null,
                        stop);
                    results.Flush();
                    if (next is null)
                    {
                        // Nothing follows that would take it along.
                        store.TryWriteLate();
                    }

                    if (!isThrough && next is not null)
                    {
                        await GiveBackAsync(next);
                        next = null;
                    }

                    continue;
                }

                if (answer.TryAgainOn is not { } again || !await WaitAsync(line, again, answer.Reason, stop))
                {
                    return;
                }
            }
        }
        catch
        {
            all.Cancel();
            if (next is not null)
            {
                await GiveBackAsync(next);
            }

            throw;
        }
    }

    // While one batch goes out the next one is taken.
    private LeaseAnswer Lease(OutboxWorker worker, int size) => store.Lease(mailbox, worker, size, request.Ids.Count == 0 ? null : request.Ids.ToArray());

    private async Task GiveBackAsync(Task<LeaseAnswer> taken)
    {
        try
        {
            foreach (var mail in (await taken).Mails)
            {
                store.Report(mail, new SendReport(SendVerdict.Released, OutboxLine.NotBegun));
            }
        }
        catch (StoreException e)
        {
            // Their worker's end gives them back.
            events.Verbose($"Mails that were taken could not be given back: {e.Message}");
        }
    }

    /// <returns>False: it is not waited for.</returns>
    private async Task<bool> WaitAsync(OutboxLine line, DateTimeOffset until, string reason, CancellationToken stop)
    {
        var wait = until - time.GetUtcNow();
        if (wait > Patience && !request.UntilEmpty)
        {
            events.Verbose($"Not waited for until {until.UtcDateTime:u}: {reason}");
            return false;
        }

        var forecast = OutboxForecaster.Forecast(store.Snapshot(mailbox), mailbox, time.GetUtcNow());
        remaining = forecast.Queued;
        limitedUntil = forecast.FinishesOn ?? default;
        events.Progress(new OutboxProgress(Volatile.Read(ref done), remaining, $"Waits until {until.LocalDateTime:T}: {reason}", forecast.FinishesOn));
        await line.RestAsync(wait, stop);
        return true;
    }

    private void Judged(LeasedMail mail, DeliveryJudgement judgement, CancellationToken stop)
    {
        switch (judgement.Report.Verdict)
        {
            case SendVerdict.Sent when judgement.IsPlain && mail.Item is { } item:
                results.Add(Sent(item, mail, judgement.Report));
                break;
            case SendVerdict.Sent:
            case SendVerdict.Failed:
                Emit(mail.Id);
                break;
            case SendVerdict.Uncertain:
                Kick(stop);
                break;
            default:
                events.Verbose(string.Format(CultureInfo.InvariantCulture, "#{0}: {1}", mail.Id, judgement.Report.Reason));
                return;
        }

        var finished = Interlocked.Increment(ref done);
        var left = Math.Max(0, Interlocked.Decrement(ref remaining));
        events.Progress(new OutboxProgress(finished, left, mail.Subject, left == 0 ? null : FinishesOn(finished, left)));
    }

    // As fast as so far; while the limits hold the mails back, WaitAsync says it from the forecast.
    private DateTimeOffset FinishesOn(int finished, int left)
    {
        var now = time.GetUtcNow();
        var byRate = now + TimeSpan.FromTicks((now - startedOn).Ticks / finished * left);
        return limitedUntil > byRate ? limitedUntil : byRate;
    }

    // As the journal will have it, which is written a moment later.
    private OutlookOutboxItem Sent(OutlookOutboxItem item, LeasedMail mail, SendReport report)
    {
        item.State = OutlookOutboxState.Sent;
        item.Reason = report.Reason;
        item.Reply = report.Reply;
        item.SentOn = time.GetUtcNow();
        item.Recipients = mail.Recipients
            .Select((address, i) => new OutlookOutboxRecipient(
                address,
                report.Recipients[i].Verdict == RecipientVerdict.Refused ? OutlookOutboxRecipientState.Refused : OutlookOutboxRecipientState.Accepted,
                report.Recipients[i].Reply))
            .ToArray();
        return item;
    }

    // Few are, and each is worth showing at once.
    private void Emit(long id)
    {
        foreach (var item in store.List(new OutboxFilter { Ids = [id] }))
        {
            results.Add(item);
        }

        results.Flush();
    }

    private void Renew(OutboxWorker worker)
    {
        try
        {
            store.Renew(worker);
        }
        catch (Exception e) when (e is StoreException or ObjectDisposedException)
        {
            // Said by the next call that matters; the lease lasts for two more beats.
            events.Verbose($"The leases could not be renewed: {e.Message}");
        }
    }

    private static async Task Quietly(Task task)
    {
        try
        {
            await task;
        }
        catch (Exception)
        {
            // It was or will be thrown where it belongs.
        }
    }
}
