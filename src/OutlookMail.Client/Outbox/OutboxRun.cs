using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
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
    private readonly Channel<OutlookOutboxItem> results = Channel.CreateUnbounded<OutlookOutboxItem>();
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
            while (await results.Reader.WaitToReadAsync(cancellationToken))
            {
                while (results.Reader.TryRead(out var item))
                {
                    yield return item;
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

            await ResolveRestAsync(stop);
            results.Writer.Complete();
        }
        catch (Exception e)
        {
            results.Writer.Complete(e is OperationCanceledException ? null : e);
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
        try
        {
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var answer = store.Lease(mailbox, worker, line.BatchSize, request.Ids.Count == 0 ? null : request.Ids.ToArray());
                if (answer.Mails.Count > 0)
                {
                    await line.SendAsync(answer.Mails, (mail, judgement) => Judged(mail, judgement, stop), stop);
                    continue;
                }

                if (answer.TryAgainOn is not { } next || !await WaitAsync(line, next, answer.Reason, stop))
                {
                    return;
                }
            }
        }
        catch
        {
            all.Cancel();
            throw;
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

    private void Emit(long id)
    {
        foreach (var item in store.List(new OutboxFilter { Ids = [id] }))
        {
            results.Writer.TryWrite(item);
        }
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
