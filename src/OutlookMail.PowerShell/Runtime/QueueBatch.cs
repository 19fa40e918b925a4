using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>Drafts of one pipeline that go into the outbox together: one flush of the disk for many.</summary>
internal sealed class QueueBatch
{
    private const int Capacity = 100;

    // A pipeline that delivers slowly must not keep mails out of the journal.
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly Stopwatch age = new();
    private List<QueuedDraft> drafts = new();

    internal bool IsEmpty => drafts.Count == 0;

    internal bool IsDue => drafts.Count >= Capacity || (drafts.Count > 0 && age.Elapsed >= Age);

    internal void Add(WrittenMail mail, string? idempotencyKey, DateTimeOffset? notBefore, DateTimeOffset? notAfter)
    {
        if (IsEmpty)
        {
            age.Restart();
        }

        drafts.Add(mail.Queued(new QueueRequest { IdempotencyKey = idempotencyKey, NotBefore = notBefore, NotAfter = notAfter }));
    }

    /// <summary>What to run in the session to queue what was added; one that cannot be written is an error of its own.</summary>
    internal Func<OutlookSession, CmdletOutput, CancellationToken, Task> Take()
    {
        List<QueuedDraft> batch = drafts;
        drafts = new List<QueuedDraft>();
        return async (session, output, token) =>
        {
            try
            {
                await QueueAsync(session, batch, output, token).ConfigureAwait(false);
            }
            catch (OutlookMailException e) when (batch.Count > 1 && !e.EndsCommand)
            {
                foreach (QueuedDraft one in batch)
                {
                    try
                    {
                        await QueueAsync(session, new[] { one }, output, token).ConfigureAwait(false);
                    }
                    catch (OutlookMailException bad) when (!bad.EndsCommand)
                    {
                        await output.ErrorAsync(bad, one.Subject).ConfigureAwait(false);
                    }
                }
            }
        };
    }

    private static async Task QueueAsync(OutlookSession session, IReadOnlyList<QueuedDraft> batch, CmdletOutput output, CancellationToken token)
    {
        foreach (OutlookOutboxItem item in await OutlookClient.Shared.Outbox.QueueAsync(session, batch, token).ConfigureAwait(false))
        {
            await output.WriteAsync(item).ConfigureAwait(false);
        }
    }
}
