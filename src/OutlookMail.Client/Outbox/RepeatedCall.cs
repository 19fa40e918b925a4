using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>A direct call whose idempotency key the outbox knows: finds out what became of the mail that has it.</summary>
internal sealed class RepeatedCall
{
    // Another process is sending it: a mail takes seconds.
    private static readonly TimeSpan InWorkPause = TimeSpan.FromSeconds(1);

    private readonly OutboxStore store;
    private readonly DirectSubmission submission;
    private readonly IOutboxEvents events;
    private readonly TimeProvider time;

    public RepeatedCall(OutboxStore store, DirectSubmission submission, IOutboxEvents events, TimeProvider time)
    {
        this.store = store;
        this.submission = submission;
        this.events = events;
        this.time = time;
    }

    /// <returns>Null: it failed, so that the key is free for another attempt.</returns>
    /// <exception cref="OutlookMailException">Nobody knows whether it was sent, or another process is still sending it.</exception>
    public async Task<OutlookSendResult?> AnswerAsync(long id, CancellationToken stop)
    {
        var deadline = time.GetUtcNow() + DirectSubmission.Patience;
        IReadOnlyList<OutlookOutboxItem> parts;
        while (true)
        {
            store.Recover();
            parts = store.List(new OutboxFilter { Group = id });
            if (!parts.Any(part => part.State is OutlookOutboxState.Leased or OutlookOutboxState.Sending))
            {
                break;
            }

            if (time.GetUtcNow() >= deadline)
            {
                throw OutboxErrors.StillInWork(id);
            }

            await time.DelayAsync(InWorkPause, stop);
        }

        foreach (var part in parts.Where(part => part.State == OutlookOutboxState.Uncertain))
        {
            await submission.IsFoundAsync(part.Id, stop);
        }

        parts = store.List(new OutboxFilter { Group = id });
        if (parts.Count == 0 || parts[0].State == OutlookOutboxState.Failed)
        {
            return null;
        }

        var result = SendResults.From(parts, time.GetUtcNow());
        result.IsRepeat = true;
        if (result.State == OutlookSendState.Uncertain)
        {
            throw SubmissionErrors.SendUncertain(result, null);
        }

        events.Verbose($"'{parts[0].IdempotencyKey}' is {SendResults.Name(id)}, {parts[0].State}: nothing was sent by this call.");
        return result;
    }
}
