using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>What of a folder is new, gone or flagged otherwise since the archive saw it: by the server's own account where it keeps one, else by looking at every message's flags.</summary>
internal sealed class FolderComparison
{
    private readonly MirrorStore store;
    private readonly ImapPool pool;
    private readonly ReceivedWindow window;

    private readonly ConditionalWeakTable<ImapConnection, object> resyncing;

    /// <param name="resyncing">The connections on which QRESYNC was switched on; one table for all folders.</param>
    public FolderComparison(MirrorStore store, ImapPool pool, ReceivedWindow window, ConditionalWeakTable<ImapConnection, object> resyncing)
    {
        this.resyncing = resyncing;
        this.store = store;
        this.pool = pool;
        this.window = window;
    }

    public string Method { get; private set; } = "Flags";

    public SelectedFolder Selected { get; private set; } = null!;

    /// <summary>UIDs that the server has and the archive has not, by the days of the window.</summary>
    public IReadOnlyList<uint> New { get; private set; } = Array.Empty<uint>();

    public IReadOnlyCollection<uint> Gone { get; private set; } = Array.Empty<uint>();

    public IReadOnlyList<KnownMessage> Changed { get; private set; } = Array.Empty<KnownMessage>();

    /// <summary>The server's counters are those of last time: nothing happened.</summary>
    public static bool IsUnchanged(MirrorFolder kept, FolderStatus? status) =>
        kept.IsComplete && status is { HighestModSeq: > 0 } now
        && now.HighestModSeq == kept.ModSeq && now.UidNext == kept.UidNext && now.Messages == kept.ServerMessages;

    public async Task RunAsync(MirrorFolder kept, CancellationToken cancellationToken)
    {
        var known = store.Known(kept);
        await pool.ReadAsync(
            async (imap, ct) =>
            {
                if (kept.IsComplete && kept.ModSeq > 0 && await CanResyncAsync(imap, ct))
                {
                    await ResyncAsync(imap, kept, known, ct);
                }
                else if (kept.IsComplete && kept.ModSeq > 0 && imap.Capabilities.Has("CONDSTORE"))
                {
                    await CondStoreAsync(imap, kept, known, ct);
                }
                else
                {
                    await FlagsAsync(imap, kept, known, ct);
                }

                return true;
            },
            kept.Name,
            cancellationToken);
    }

    // RFC 5161 §3.1: ENABLE comes before any folder is opened on the connection.
    private async Task<bool> CanResyncAsync(ImapConnection imap, CancellationToken cancellationToken)
    {
        if (resyncing.TryGetValue(imap, out _))
        {
            return true;
        }

        if (imap.Selected is not null || !imap.Capabilities.Has("QRESYNC") || !imap.Capabilities.Has("ENABLE"))
        {
            return false;
        }

        var enabled = await imap.EnableAsync(new[] { "QRESYNC" }, cancellationToken);
        if (!enabled.Contains("QRESYNC", StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        resyncing.Add(imap, this);
        return true;
    }

    // RFC 7162 §3.2.5
    private async Task ResyncAsync(ImapConnection imap, MirrorFolder kept, IReadOnlyList<KnownMessage> known, CancellationToken cancellationToken)
    {
        Method = "QResync";
        Selected = Checked(await imap.SelectResyncAsync(kept.Name, readOnly: true, new ResyncState(kept.UidValidity, kept.ModSeq), cancellationToken), kept);
        var changes = Selected.Changes!;
        Changed = Differences(known, changes.Changed);
        Gone = known.Select(message => message.Uid).Where(changes.Vanished.Contains).ToArray();
        New = Selected.UidNext > kept.UidNext || Selected.UidNext == 0 ? await NewAsync(imap, kept.UidNext, known, cancellationToken) : Array.Empty<uint>();
    }

    // RFC 7162 §3.1: flags by MODSEQ; what is gone shows only in the list of all.
    private async Task CondStoreAsync(ImapConnection imap, MirrorFolder kept, IReadOnlyList<KnownMessage> known, CancellationToken cancellationToken)
    {
        Method = "CondStore";
        Selected = Checked(await imap.SelectCondStoreAsync(kept.Name, readOnly: true, cancellationToken), kept);
        if (Selected.HighestModSeq != kept.ModSeq && known.Count > 0)
        {
            var changes = await imap.UidFetchChangesAsync(UidSet.Range(1, known[known.Count - 1].Uid), kept.ModSeq, vanished: false, cancellationToken);
            Changed = Differences(known, changes.Changed);
        }

        var all = UidSet.Of(await imap.UidSearchAsync(SearchQuery.All, cancellationToken));
        Gone = known.Select(message => message.Uid).Where(uid => !all.Contains(uid)).ToArray();
        New = Selected.UidNext > kept.UidNext || Selected.UidNext == 0 ? await NewAsync(imap, kept.UidNext, known, cancellationToken) : Array.Empty<uint>();
    }

    private async Task FlagsAsync(ImapConnection imap, MirrorFolder kept, IReadOnlyList<KnownMessage> known, CancellationToken cancellationToken)
    {
        Method = "Flags";
        Selected = Checked(
            imap.Capabilities.Has("CONDSTORE") ? await imap.SelectCondStoreAsync(kept.Name, readOnly: true, cancellationToken) : await imap.SelectAsync(kept.Name, readOnly: true, cancellationToken),
            kept);
        if (Selected.Exists == 0)
        {
            Gone = known.Select(message => message.Uid).ToArray();
            return;
        }

        if (known.Count > 0)
        {
            var flags = new List<KnownMessage>(known.Count);
            var gone = new List<uint>();
            var at = 0;
            await foreach (var message in imap.UidFetchAsync(UidSet.Range(1, known[known.Count - 1].Uid), FetchItems.Uid | FetchItems.Flags, whole: true, cancellationToken))
            {
                // Both ascend; what the server passes over is gone. Exchange may give them in another order: then they are looked up.
                while (at < known.Count && known[at].Uid < message.Uid)
                {
                    gone.Add(known[at++].Uid);
                }

                var now = MirrorFlags.Of(message.Flags);
                if (at < known.Count && known[at].Uid == message.Uid)
                {
                    if (!known[at].Flags.Equals(now))
                    {
                        flags.Add(new KnownMessage(message.Uid, now));
                    }

                    at++;
                }
                else if (gone.Remove(message.Uid))
                {
                    flags.Add(new KnownMessage(message.Uid, now));
                }
            }

            for (; at < known.Count; at++)
            {
                gone.Add(known[at].Uid);
            }

            Changed = flags;
            Gone = gone;
        }

        New = await NewAsync(imap, kept.IsComplete ? kept.UidNext : 1, known, cancellationToken);
    }

    private async Task<IReadOnlyList<uint>> NewAsync(ImapConnection imap, uint first, IReadOnlyList<KnownMessage> known, CancellationToken cancellationToken)
    {
        var query = first > 1 ? SearchQuery.UidFrom(first).And(window.Days) : window.Days;
        var had = UidSet.Of(known.Select(message => message.Uid));
        // RFC 9051 §9 seq-range: n:* always names the last message too.
        return (await imap.UidSearchAsync(query, cancellationToken)).Where(uid => uid >= first && !had.Contains(uid)).ToArray();
    }

    private static List<KnownMessage> Differences(IReadOnlyList<KnownMessage> known, IReadOnlyList<FetchedMessage> told)
    {
        var flags = known.ToDictionary(message => message.Uid, message => message.Flags);
        return told
            .Where(message => flags.TryGetValue(message.Uid, out var had) && !had.Equals(MirrorFlags.Of(message.Flags)))
            .Select(message => new KnownMessage(message.Uid, MirrorFlags.Of(message.Flags)))
            .ToList();
    }

    private static SelectedFolder Checked(SelectedFolder selected, MirrorFolder kept) =>
        selected.UidValidity == kept.UidValidity ? selected : throw new FolderRenumberedException(kept.Name, kept.UidValidity, selected.UidValidity);
}
