using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// Finds out what became of mails that may have been sent, by looking for them where sent mails are kept. Found is sent.
/// Not found is no proof, however long the wait: the copy may be late, deleted, or not kept at all.
/// </summary>
internal sealed class UncertainResolver
{
    /// <summary>How long a copy is waited for. Exchange files it within seconds; two minutes were seen under load.</summary>
    public static readonly TimeSpan WaitingTime = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly OutboxStore store;
    private readonly LiveSession session;
    private readonly string mailbox;
    private readonly TimeProvider time;
    private readonly long? only;
    private readonly HashSet<long> givenUp = [];

    /// <param name="only">Only this mail; null for all of the mailbox.</param>
    public UncertainResolver(OutboxStore store, LiveSession session, string mailbox, TimeProvider time, long? only = null)
    {
        this.only = only;
        this.store = store;
        this.session = session;
        this.mailbox = mailbox;
        this.time = time;
    }

    /// <summary>Looks for each uncertain mail, and again until its waiting time is over.</summary>
    /// <param name="decided">Called with each mail that is sent now, or that stays uncertain for this run.</param>
    public async Task RunAsync(Func<long, OutlookOutboxState, Task> decided, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause + pause < LongestPause ? pause + pause : LongestPause)
        {
            var open = false;
            foreach (var mail in store.Uncertain(mailbox).Where(mail => only is null || mail.Id == only))
            {
                open |= !givenUp.Contains(mail.Id) && !await DecideAsync(mail, decided, cancellationToken);
            }

            if (!open)
            {
                return;
            }

            await time.DelayAsync(pause, cancellationToken);
        }
    }

    /// <summary>Leaves a mail uncertain for this run.</summary>
    /// <returns>False when that was so already.</returns>
    public bool GiveUp(long id, string reason)
    {
        if (!givenUp.Add(id))
        {
            return false;
        }

        store.NoteUncertain(id, reason);
        return true;
    }

    /// <returns>False: it is to be looked for again.</returns>
    private async Task<bool> DecideAsync(UncertainMail mail, Func<long, OutlookOutboxState, Task> decided, CancellationToken cancellationToken)
    {
        // Asked before looking: a look that begins after the waiting time is the one that may end it.
        var isOver = time.GetUtcNow() - mail.Since >= WaitingTime;
        var copies = await session.OnImapAsync((imap, ct) => SentCopies.CountAsync(imap, mail.MessageId, mail.Subject, ct), mail.MessageId, cancellationToken);
        if (copies >= mail.CopiesExpected)
        {
            if (store.ResolveAsSent(mail.Id, "A copy with its Message-ID is in Sent Items: it was sent."))
            {
                await decided(mail.Id, OutlookOutboxState.Sent);
            }

            return true;
        }

        if (copies is not null && !isOver)
        {
            return false;
        }

        GiveUp(mail.Id, copies is null
            ? "The mailbox has no folder of sent mails to look in. It may have been sent; only -ResendUncertain sends it again."
            : string.Format(CultureInfo.InvariantCulture, "Not found in Sent Items {0:0} s after it became uncertain, which is no proof. It may have been sent; only -ResendUncertain sends it again.", (time.GetUtcNow() - mail.Since).TotalSeconds));
        await decided(mail.Id, OutlookOutboxState.Uncertain);
        return true;
    }
}
