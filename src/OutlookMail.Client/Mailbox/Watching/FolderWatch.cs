using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Wire;

namespace OutlookMail.Client;

/// <summary>
/// Watches one folder for days. What was told is kept by UID; after each new connection the folder is compared with it,
/// so that nothing that happened meanwhile is lost, and nothing is told twice.
/// </summary>
internal sealed class FolderWatch
{
    // As far apart as it takes for a server that is down for long, and no further than a person waits after waking a laptop.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    private readonly LiveSession session;
    private readonly string folder;
    private readonly WatchRequest request;
    private readonly WatchQueue queue;
    private readonly IMailboxEvents events;
    private readonly FolderView view = new();
    private readonly AddressPool addresses = new();
    private FolderAt at;
    private int failures;

    public FolderWatch(LiveSession session, string folder, WatchRequest request, WatchQueue queue, IMailboxEvents events)
    {
        this.session = session;
        this.folder = folder;
        this.request = request;
        this.queue = queue;
        this.events = events;
        at = new FolderAt(folder);
    }

    private bool IsKnown => at.UidValidity != 0;

    private bool WantsFlags => request.Kinds.Count == 0 || request.Kinds.Contains(OutlookMailboxEventKind.FlagsChanged);

    /// <exception cref="OutlookMailException">The watch cannot go on: the folder is gone, or nobody can sign in any more.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await session.Imap.WatchAsync(new FolderAt(folder), WatchAsync, folder, cancellationToken);
            }
            catch (OutlookMailException e) when (IsKnown && IsPassing(e))
            {
                var pause = e.RetryAfter ?? TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, failures++)));
                events.Verbose($"'{folder}' cannot be watched now ({e.Message}); again in {pause.TotalSeconds:0} seconds.");
                await session.Waits.DelayAsync(pause, cancellationToken);
            }
        }
    }

    // A laptop that sleeps, a network that changes, a server that restarts: they end. A refused sign-in does not.
    private static bool IsPassing(OutlookMailException e) =>
        e.ErrorId is ErrorIds.ConnectionLost or ErrorIds.ConnectionFailed or ErrorIds.Throttled
        // Cut in the handshake; a certificate that does not hold is another thing.
        || e.InnerException is TlsFailedException { Reason: TlsFailedException.Handshake, InnerException: IOException };

    private async Task<bool> WatchAsync(WatchTurn turn, CancellationToken cancellationToken)
    {
        var (imap, selected, _) = turn;
        using var ear = new FolderEar(turn, request.Poll, session.Wire.Time);
        var isFirst = !IsKnown;
        if (!isFirst && selected.UidValidity != at.UidValidity)
        {
            view.Clear();
            isFirst = true;
            at = new FolderAt(folder, selected.UidValidity);
            await TellAsync(new OutlookMailboxEvent(OutlookMailboxEventKind.Renumbered, session.Handle, folder, selected.UidValidity, 0), cancellationToken);
        }

        at = new FolderAt(folder, selected.UidValidity);
        await CompareAsync(imap, ear, isFirst, cancellationToken);
        events.Verbose(imap.Capabilities.Has("IDLE") ? $"'{folder}' is watched by IDLE, asked every {request.Poll.TotalSeconds:0} seconds." : $"'{folder}' is asked every {request.Poll.TotalSeconds:0} seconds.");
        while (true)
        {
            failures = 0;
            if (!await TakeAsync(imap, ear, cancellationToken))
            {
                await CompareAsync(imap, ear, isFirst: false, cancellationToken);
            }

            await ear.ListenAsync(cancellationToken);
        }
    }

    /// <summary>Compares the whole folder with what was told.</summary>
    private async Task CompareAsync(ImapConnection imap, FolderEar ear, bool isFirst, CancellationToken cancellationToken)
    {
        IReadOnlyList<uint> all;
        do
        {
            // Sequence numbers of an EXPUNGE that came with the answer may be from before or after it: then once more.
            ear.News.Clear();
            all = await imap.UidSearchAsync(SearchQuery.All, cancellationToken);
        }
        while (ear.News.Any(change => change.Kind is MailboxChangeKind.Expunge or MailboxChangeKind.Vanished));

        view.Reorder(all);
        var present = new HashSet<uint>(all);
        foreach (var gone in view.Told.Where(uid => !present.Contains(uid)).OrderBy(uid => uid).ToArray())
        {
            await RemovedAsync(gone, cancellationToken);
        }

        if (isFirst)
        {
            foreach (var (uid, flags) in await FlagsAsync(imap, all, cancellationToken))
            {
                view.Tell(uid, flags);
            }

            return;
        }

        await NewAsync(imap, all.Where(uid => !view.IsTold(uid)).ToArray(), cancellationToken);
        if (WantsFlags)
        {
            var now = await FlagsAsync(imap, all.Where(view.IsTold).ToArray(), cancellationToken);
            await ChangedAsync(imap, now.Where(one => view.HasOther(one.Uid, one.Flags)).ToArray(), cancellationToken);
        }
    }

    /// <summary>Takes the news one by one.</summary>
    /// <returns>False: they cannot be understood alone, and the folder is to be compared.</returns>
    private async Task<bool> TakeAsync(ImapConnection imap, FolderEar ear, CancellationToken cancellationToken)
    {
        var hasMore = false;
        var changed = new Dictionary<uint, string[]>();
        while (ear.News.Count > 0)
        {
            var change = ear.News.Dequeue();
            switch (change.Kind)
            {
                case MailboxChangeKind.Exists:
                    hasMore = true;
                    break;
                case MailboxChangeKind.Expunge:
                    var gone = view.At(change.Number);
                    view.Expunge(change.Number);
                    changed.Remove(gone);
                    await RemovedAsync(gone, cancellationToken);
                    break;
                case MailboxChangeKind.Flags:
                    var uid = change.Uid != 0 ? change.Uid : view.At(change.Number);
                    var flags = FolderView.Comparable(change.Flags);
                    if (WantsFlags && view.IsTold(uid) && view.HasOther(uid, flags))
                    {
                        changed[uid] = flags;
                    }

                    break;
                default:
                    return false;
            }
        }

        if (changed.Count > 0)
        {
            await ChangedAsync(imap, changed.Select(one => (one.Key, one.Value)).OrderBy(one => one.Key).ToArray(), cancellationToken);
        }

        return !hasMore || await MoreAsync(imap, ear, cancellationToken);
    }

    private async Task<bool> MoreAsync(ImapConnection imap, FolderEar ear, CancellationToken cancellationToken)
    {
        var known = ear.News.Count;
        // "n:*" also finds the last message when its UID is lower.
        var more = (await imap.UidSearchAsync(SearchQuery.UidFrom(view.Last + 1), cancellationToken)).Where(uid => uid > view.Last).ToArray();
        if (ear.News.Skip(known).Any(change => change.Kind is MailboxChangeKind.Expunge or MailboxChangeKind.Vanished))
        {
            return false;
        }

        view.Append(more);
        await NewAsync(imap, more, cancellationToken);
        return true;
    }

    private async Task NewAsync(ImapConnection imap, IReadOnlyCollection<uint> uids, CancellationToken cancellationToken)
    {
        foreach (var message in await SummariesAsync(imap, uids, cancellationToken))
        {
            view.Tell(message.Uid, FolderView.Comparable(message.Flags));
            await TellAsync(Event(OutlookMailboxEventKind.New, message.Uid, message, message.Flags), cancellationToken);
        }
    }

    private async Task ChangedAsync(ImapConnection imap, IReadOnlyCollection<(uint Uid, string[] Flags)> changes, CancellationToken cancellationToken)
    {
        var messages = (await SummariesAsync(imap, changes.Select(change => change.Uid).ToArray(), cancellationToken)).ToDictionary(message => message.Uid);
        foreach (var (uid, flags) in changes)
        {
            var before = view.FlagsOf(uid);
            view.Tell(uid, flags);
            var told = Event(OutlookMailboxEventKind.FlagsChanged, uid, messages.TryGetValue(uid, out var message) ? message.WithFlags(flags) : null, flags);
            told.PreviousFlags = before;
            await TellAsync(told, cancellationToken);
        }
    }

    private async Task RemovedAsync(uint uid, CancellationToken cancellationToken)
    {
        if (view.Forget(uid))
        {
            await TellAsync(Event(OutlookMailboxEventKind.Removed, uid, null, Array.Empty<string>()), cancellationToken);
        }
    }

    private OutlookMailboxEvent Event(OutlookMailboxEventKind kind, uint uid, OutlookMessage? message, string[] flags) =>
        new(kind, session.Handle, folder, at.UidValidity, uid) { Message = message, Flags = flags };

    private async Task TellAsync(OutlookMailboxEvent told, CancellationToken cancellationToken)
    {
        if (request.Kinds.Count == 0 || request.Kinds.Contains(told.Kind))
        {
            told.Time = session.Wire.Time.GetUtcNow();
            await queue.AddAsync(told, cancellationToken);
        }
    }

    private async Task<List<OutlookMessage>> SummariesAsync(ImapConnection imap, IReadOnlyCollection<uint> uids, CancellationToken cancellationToken)
    {
        var messages = new List<OutlookMessage>(uids.Count);
        await foreach (var fetched in imap.UidFetchAsync(UidSet.Of(uids), FetchItems.Summary, cancellationToken))
        {
            messages.Add(MessageMapper.Map(fetched, session.Handle, at, addresses));
        }

        return messages;
    }

    private async Task<List<(uint Uid, string[] Flags)>> FlagsAsync(ImapConnection imap, IReadOnlyCollection<uint> uids, CancellationToken cancellationToken)
    {
        if (!WantsFlags)
        {
            return uids.Select(uid => (uid, Array.Empty<string>())).ToList();
        }

        var flags = new List<(uint, string[])>(uids.Count);
        await foreach (var fetched in imap.UidFetchAsync(UidSet.Of(uids), FetchItems.Uid | FetchItems.Flags, cancellationToken))
        {
            flags.Add((fetched.Uid, FolderView.Comparable(fetched.Flags)));
        }

        return flags;
    }
}
