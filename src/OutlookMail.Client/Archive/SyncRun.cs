using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// One synchronisation of a mailbox into the archive. A folder counts as complete only after everything that was seen of it
/// is there, so a run that ends anywhere is made up for by the next.
/// </summary>
internal sealed class SyncRun
{
    // What is written at once: others wait for it, and a kill costs no more than that.
    private const int MostInBatch = 100;
    private const long LargestBatch = 128 * 1024;

    private readonly LiveSession session;
    private readonly MirrorStore store;
    private readonly string partial;
    private readonly SyncRequest request;
    private readonly IArchiveEvents events;
    private readonly ProgressMeter meter;
    private readonly ImapPool pool;
    private readonly WorkQueue<(FolderSync Folder, UidSet? Uids)> queue = new();
    private readonly ResultStream<OutlookSyncResult> results = new();
    private readonly ConcurrentBag<MessageSpool> spools = new();
    private readonly OneThread worker = new("OutlookMail archive");
    private readonly ConditionalWeakTable<ImapConnection, object> resyncing = new();
    private long mailbox;
    private ReceivedWindow window = new(null, null);

    public SyncRun(LiveSession session, MirrorStore store, string partial, SyncRequest request, IArchiveEvents events)
    {
        this.session = session;
        this.store = store;
        this.partial = partial;
        this.request = request;
        this.events = events;
        meter = new ProgressMeter(events, session.Wire.Time);
        pool = new ImapPool(session, Lanes);
    }

    private int Lanes => Math.Max(1, Math.Min(request.Connections, ImapPool.LargestSize));

    public IAsyncEnumerable<OutlookSyncResult> RunAsync(CancellationToken cancellationToken) => results.RunAsync(WorkAsync, cancellationToken);

    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            Verify(stop);
            var (id, since, isMoved) = store.Mailbox(session.Handle.Mailbox.ToLowerInvariant(), request.Since);
            mailbox = id;
            window = new ReceivedWindow(since, null);
            if (request.Since is { } wanted && since != wanted && !isMoved)
            {
                events.Verbose(since is { } begins
                    ? FormattableString.Invariant($"The archive of {session.Handle.Mailbox} begins with {begins:u} and keeps doing so.")
                    : $"The archive of {session.Handle.Mailbox} holds everything and keeps doing so.");
            }

            meter.Say("Reading the folders");
            foreach (var folder in await FoldersAsync(stop))
            {
                queue.Add((folder, null));
            }

            await queue.RunAsync(Lanes, (job, ct) => JobAsync(job.Folder, job.Uids, ct), stop);
            store.Collect();
        }
        catch (StoreException e)
        {
            throw ArchiveErrors.From(e);
        }
        finally
        {
            while (spools.TryTake(out var spool))
            {
                spool.Dispose();
            }

            worker.Dispose();
            meter.End();
            await pool.DisposeAsync();
        }
    }

    private void Verify(CancellationToken stop)
    {
        if (request.Verify)
        {
            meter.Say("Checking the archive");
            foreach (var problem in store.Check(() => meter.Add(0, 0), stop))
            {
                events.Warning(problem);
            }
        }
    }

    private async Task<IReadOnlyList<FolderSync>> FoldersAsync(CancellationToken stop)
    {
        var patterns = new FolderPatterns(request.Folders, request.ExcludedFolders);
        var everything = await MailboxFolders.ListAsync(pool, session.Handle, stop);
        var listed = patterns.Select(everything, name => events.Failed(MailErrors.FolderNotFound(name, null)));
        var kept = store.Folders(mailbox).ToDictionary(folder => folder.Name, StringComparer.Ordinal);
        // A mailbox without a single folder is a server's mistake and no reason to empty the archive.
        var gone = everything.Count == 0 ? Enumerable.Empty<MirrorFolder>() : kept.Values.Where(folder => patterns.Matches(folder.Name) && everything.All(one => one.Name != folder.Name));
        foreach (var folder in gone.ToArray())
        {
            var removed = store.RemoveFolder(folder, request.KeepDeleted);
            if (removed > 0)
            {
                results.Add(new OutlookSyncResult(session.Handle.Mailbox, folder.Name) { Removed = removed, Method = "Gone" });
            }
        }

        return listed.Select(one => Folder(one, kept.TryGetValue(one.Name, out var known) ? known : null)).ToArray();
    }

    private FolderSync Folder(ListResponse listed, MirrorFolder? kept)
    {
        var uidValidity = listed.Status?.UidValidity ?? 0;
        var result = new OutlookSyncResult(session.Handle.Mailbox, listed.Name);
        kept ??= store.AddFolder(mailbox, listed.Name, uidValidity);
        if (uidValidity != 0 && kept.UidValidity != uidValidity)
        {
            events.Verbose(FormattableString.Invariant($"'{listed.Name}' was renumbered (UIDVALIDITY {kept.UidValidity}, now {uidValidity}) and is read anew."));
            result.Removed = store.Count(kept);
            kept = store.Renumber(kept, uidValidity, keep: false);
        }

        return new FolderSync(listed, kept, result, session.Wire.Time.GetTimestamp());
    }

    private async Task JobAsync(FolderSync folder, UidSet? uids, CancellationToken cancellationToken)
    {
        try
        {
            if (uids is null)
            {
                await PlanAsync(folder, cancellationToken);
            }
            else
            {
                await FetchAsync(folder, uids, cancellationToken);
            }
        }
        catch (OutlookMailException e) when (!e.EndsCommand && e.ErrorId is ErrorIds.FolderNotFound or ErrorIds.FolderRenumbered or ErrorIds.ServerRefused)
        {
            // The folder went or changed under our hands: the others go on, and the next run sees what it is then.
            events.Failed(e);
            folder.Failed(Math.Max(1, (int)(uids?.LongCount ?? 1)));
            meter.Add(uids?.LongCount ?? 0, 0);
        }

        if (folder.Done())
        {
            if (folder.Selected is { } selected && folder.Result.Failed == 0)
            {
                store.Complete(folder.Kept, selected.UidNext, selected.HighestModSeq, selected.Exists);
            }

            folder.Result.Messages = store.Count(folder.Kept);
            folder.Result.Duration = session.Wire.Time.GetElapsedTime(folder.Began);
            results.Add(folder.Result);
        }
    }

    private async Task PlanAsync(FolderSync folder, CancellationToken cancellationToken)
    {
        if (FolderComparison.IsUnchanged(folder.Kept, folder.Listed.Status))
        {
            return;
        }

        var comparison = new FolderComparison(store, pool, window, resyncing);
        await comparison.RunAsync(folder.Kept, cancellationToken);
        folder.Selected = comparison.Selected;
        folder.Result.Method = comparison.Method;
        folder.Result.Changed = comparison.Changed.Count;
        store.SetFlags(folder.Kept, comparison.Changed);
        folder.Result.Removed += store.Remove(folder.Kept, comparison.Gone, request.KeepDeleted);
        var missing = await window.FilterAsync(pool, new FolderAt(folder.Name, folder.Kept.UidValidity), comparison.New, cancellationToken);
        meter.Expect(missing.Count);
        foreach (var piece in Pieces.Of(missing, Lanes))
        {
            folder.Add(1);
            queue.Add((folder, piece));
        }
    }

    private async Task FetchAsync(FolderSync folder, UidSet uids, CancellationToken cancellationToken)
    {
        meter.Say(folder.Name);
        var came = new HashSet<uint>();
        var batch = new List<MirrorMessage>();
        var spool = spools.TryTake(out var used) ? used : new MessageSpool(partial);
        try
        {
            await foreach (var body in pool.DownloadAsync(new FolderAt(folder.Name, folder.Kept.UidValidity), uids, folder.Name, cancellationToken))
            {
                if (uids.Contains(body.Uid) && came.Add(body.Uid))
                {
                    if (await TakeAsync(folder, body, spool, cancellationToken) is { } message)
                    {
                        batch.Add(message);
                    }

                    if (batch.Count >= MostInBatch || batch.Sum(Held) >= LargestBatch)
                    {
                        await WriteAsync(folder, batch);
                    }
                }
            }
        }
        catch (OutlookMailException e) when (e.ErrorId is ErrorIds.ServerRefused or ErrorIds.ConnectionLost || e.InnerException is BodyChangedException)
        {
            if (!await Pieces.IsOfAMessageAsync(pool, e, folder.Name, cancellationToken))
            {
                throw;
            }

            Refused(folder, uids.Where(uid => !came.Contains(uid)).ToArray(), e);
            return;
        }
        finally
        {
            spools.Add(spool);
            // What came before a break or a cancel is whole.
            await WriteAsync(folder, batch);
        }

        foreach (var uid in uids.Where(uid => !came.Contains(uid)))
        {
            events.Verbose(string.Format(CultureInfo.InvariantCulture, "The message with UID {0} was gone from '{1}' when its turn came.", uid, folder.Name));
            meter.Add(1, 0);
        }
    }

    private static long Held(MirrorMessage message) => message.Content.Held + (sizeof(char) * (long)message.Document.Body.Length);

    private async Task WriteAsync(FolderSync folder, List<MirrorMessage> batch)
    {
        if (batch.Count > 0)
        {
            await worker.RunAsync(() =>
            {
                store.Add(folder.Kept, batch);
                return true;
            });
            folder.Added(batch.Count, batch.Sum(message => message.Content.Size));
            meter.Add(batch.Count, batch.Sum(message => message.Content.Size));
            batch.Clear();
        }
    }

    private async Task<MirrorMessage?> TakeAsync(FolderSync folder, ResumingBody body, MessageSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            await spool.FillAsync(body.CopyToAsync, body.Length, cancellationToken);
            if (body.IsSubstitute)
            {
                throw ArchiveErrors.MessageUnreadable(folder.Name, body.Uid, "it sent a substitute in its place.", null);
            }

            var (packed, document) = await worker.RunAsync(() => Prepare(spool));
            return new MirrorMessage(body.Uid, MirrorFlags.Of(body.Flags), body.InternalDate ?? session.Wire.Time.GetUtcNow(), packed, document);
        }
        catch (OutlookMailException e) when (!e.EndsCommand && e.ErrorId is ErrorIds.FileNotWritable or ErrorIds.MessageUnreadable)
        {
            events.Failed(e);
            folder.Failed(1);
            meter.Add(1, 0);
            return null;
        }
    }

    private (PackedMessage Packed, MirrorDocument Document) Prepare(MessageSpool spool)
    {
        using var content = spool.OpenRead();
        return (store.Pack(content, spool.Sha256, spool.Length), DocumentReader.Read(spool));
    }

    // A server that cannot give one message may refuse the command that names it, or close the connection: the others are asked for without it.
    private void Refused(FolderSync folder, IReadOnlyList<uint> left, OutlookMailException refusal)
    {
        if (left.Count > 1)
        {
            foreach (var piece in Pieces.Around(left, refusal))
            {
                folder.Add(1);
                queue.Add((folder, piece), ahead: true);
            }

            return;
        }

        foreach (var uid in left)
        {
            events.Failed(ArchiveErrors.MessageUnreadable(folder.Name, uid, refusal.Message, refusal));
            folder.Failed(1);
            meter.Add(1, 0);
        }
    }
}
