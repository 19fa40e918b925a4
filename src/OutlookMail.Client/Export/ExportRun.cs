using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// One run of an export. Folders are looked through first, so that the total is known; their messages are then fetched in
/// pieces over several connections. What fails is told and tried again by the next run.
/// </summary>
internal sealed class ExportRun
{
    private readonly LiveSession session;
    private readonly ExportRequest request;
    private readonly IArchiveEvents events;
    private readonly ProgressMeter meter;
    private readonly ImapPool pool;
    private readonly ReceivedWindow window;
    private readonly WorkQueue<(FolderExport Folder, UidSet? Uids)> queue = new();
    private readonly ResultStream<OutlookExportResult> results = new();
    private readonly ConcurrentBag<MessageSpool> spools = new();

    public ExportRun(LiveSession session, ExportRequest request, IArchiveEvents events)
    {
        this.session = session;
        this.request = request;
        this.events = events;
        window = new ReceivedWindow(request.Since, request.Before);
        meter = new ProgressMeter(events, session.Wire.Time);
        // Of its own: the session's is sized for commands, and goes on serving them meanwhile.
        pool = new ImapPool(session, Lanes);
    }

    private int Lanes => Math.Max(1, Math.Min(request.Connections, ImapPool.LargestSize));

    public IAsyncEnumerable<OutlookExportResult> RunAsync(CancellationToken cancellationToken) => results.RunAsync(WorkAsync, cancellationToken);

    private async Task WorkAsync(CancellationToken stop)
    {
        try
        {
            using var target = ExportTarget.Open(request, session.Handle.Mailbox);
            try
            {
                Verify(target, stop);
                meter.Say("Reading the folders");
                foreach (var folder in await FoldersAsync(target, stop))
                {
                    queue.Add((folder, null));
                }

                await queue.RunAsync(Lanes, (job, ct) => JobAsync(target, job.Folder, job.Uids, ct), stop);
            }
            finally
            {
                target.Finish();
                while (spools.TryTake(out var spool))
                {
                    spool.Dispose();
                }
            }
        }
        finally
        {
            meter.End();
            await pool.DisposeAsync();
        }
    }

    private void Verify(ExportTarget target, CancellationToken stop)
    {
        if (!request.Verify)
        {
            return;
        }

        meter.Say("Checking what is there");
        foreach (var entry in target.Verify(entry => meter.Say(entry.Path), stop))
        {
            events.Failed(ArchiveErrors.ExportDamaged(entry.Path, isFetchedAgain: !target.IsInOrder));
        }
    }

    private async Task<IReadOnlyList<FolderExport>> FoldersAsync(ExportTarget target, CancellationToken stop)
    {
        var listed = new FolderPatterns(request.Folders, request.ExcludedFolders).Select(
            await MailboxFolders.ListAsync(pool, session.Handle, stop), name => events.Failed(MailErrors.FolderNotFound(name, null)));
        var folders = new List<FolderExport>();
        foreach (var one in listed)
        {
            var folder = target.Folder(one.Name, one.Delimiter);
            folder.Expect(one.Status?.UidValidity ?? 0);
            var result = new OutlookExportResult(session.Handle.Mailbox, one.Name, PathOf(folder));
            folders.Add(new FolderExport(one, folder, result, session.Wire.Time.GetTimestamp()));
        }

        var earlier = target.ByHash(folders.Where(folder => folder.Folder.IsRenumbered).Select(folder => folder.Name).ToArray());
        foreach (var folder in folders.Where(folder => folder.Folder.IsRenumbered))
        {
            folder.Earlier = earlier[folder.Name];
        }

        return folders;
    }

    private string PathOf(ExportFolder folder) => request.Format == OutlookArchiveFormat.Zip
        ? Path.GetFullPath(request.Path)
        : Path.Combine(Path.GetFullPath(request.Path), folder.Path.Replace('/', Path.DirectorySeparatorChar));

    private async Task JobAsync(ExportTarget target, FolderExport folder, UidSet? uids, CancellationToken cancellationToken)
    {
        try
        {
            if (uids is null)
            {
                await PlanAsync(target, folder, cancellationToken);
            }
            else
            {
                await FetchAsync(target, folder, uids, cancellationToken);
            }
        }
        catch (OutlookMailException e) when (!e.EndsCommand && e.ErrorId is ErrorIds.FolderNotFound or ErrorIds.FolderRenumbered or ErrorIds.ServerRefused)
        {
            // The folder went or changed under our hands: the others go on, and the next run sees what it is then.
            events.Failed(e);
            folder.Failed((int)(uids?.LongCount ?? 0));
            meter.Add(uids?.LongCount ?? 0, 0);
        }

        if (folder.Done() is { } result)
        {
            target.EndFolder(folder.Folder);
            result.Duration = session.Wire.Time.GetElapsedTime(folder.Began);
            result.IsVerified = request.Verify ? result.Failed == 0 : null;
            results.Add(result);
        }
    }

    private async Task PlanAsync(ExportTarget target, FolderExport folder, CancellationToken cancellationToken)
    {
        var wanted = await WantedAsync(folder, cancellationToken);
        var known = folder.Folder.Uids(folder.UidValidity);
        var missing = wanted.Where(uid => !known.Contains(uid)).ToArray();
        folder.Known(wanted.Count - missing.Length);
        var asked = await window.FilterAsync(pool, new FolderAt(folder.Name, folder.UidValidity), missing, cancellationToken);
        meter.Expect(asked.Count);
        foreach (var piece in target.IsInOrder && asked.Count > 0 ? new[] { UidSet.Of(asked) } : Pieces.Of(asked, Lanes))
        {
            folder.Add(1);
            queue.Add((folder, piece));
        }
    }

    private async Task<IReadOnlyCollection<uint>> WantedAsync(FolderExport folder, CancellationToken cancellationToken)
    {
        var (uidValidity, uids) = await pool.ReadAsync(
            new FolderAt(folder.Name),
            async (imap, selected, ct) => (selected.UidValidity, await imap.UidSearchAsync(window.Days, ct)),
            folder.Name,
            cancellationToken);
        folder.UidValidity = uidValidity;
        if (request.Filter is not { } filter)
        {
            return uids;
        }

        filter = filter.In(folder.Name, request.Since, request.Before);
        var found = new List<uint>();
        await foreach (var message in MailLister.ListAsync(session, filter, SilentMailboxEvents.Instance, cancellationToken))
        {
            if (message.UidValidity == uidValidity)
            {
                found.Add(message.Uid);
            }
        }

        return UidSet.Of(found);
    }

    private async Task FetchAsync(ExportTarget target, FolderExport folder, UidSet uids, CancellationToken cancellationToken)
    {
        meter.Say(folder.Name);
        var came = new HashSet<uint>();
        var spool = spools.TryTake(out var used) ? used : new MessageSpool(target.Partial);
        try
        {
            await foreach (var body in pool.DownloadAsync(new FolderAt(folder.Name, folder.UidValidity), uids, folder.Name, cancellationToken))
            {
                if (uids.Contains(body.Uid) && came.Add(body.Uid))
                {
                    await TakeAsync(target, folder, body, spool, cancellationToken);
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
        }

        foreach (var uid in uids.Where(uid => !came.Contains(uid)))
        {
            events.Warning(string.Format(CultureInfo.InvariantCulture, "The message with UID {0} was gone from '{1}' when its turn came.", uid, folder.Name));
            folder.Gone(1);
            meter.Add(1, 0);
        }
    }

    private async Task TakeAsync(ExportTarget target, FolderExport folder, ResumingBody body, MessageSpool spool, CancellationToken cancellationToken)
    {
        try
        {
            await spool.FillAsync(body.CopyToAsync, body.Length, cancellationToken);
            var message = new ExportedMessage(folder.UidValidity, body.Uid, body.InternalDate, body.Flags);
            if (body.IsSubstitute)
            {
                throw ArchiveErrors.MessageUnreadable(folder.Name, body.Uid, "it sent a substitute in its place.", null);
            }

            if (folder.Earlier is { } earlier && earlier.TryGetValue(spool.Sha256Text, out var known))
            {
                target.Adopt(message, known, folder.Folder, spool);
            }
            else
            {
                await target.AddAsync(folder.Folder, message, spool, cancellationToken);
            }

            folder.Exported(spool.Length);
            meter.Add(1, spool.Length);
        }
        catch (OutlookMailException e) when (!e.EndsCommand && e.ErrorId is ErrorIds.FileNotWritable or ErrorIds.MessageUnreadable)
        {
            events.Failed(e);
            folder.Failed(1);
            meter.Add(1, 0);
        }
    }

    // A server that cannot give one message may refuse the command that names it, or close the connection: the others are asked for without it.
    private void Refused(FolderExport folder, IReadOnlyList<uint> left, OutlookMailException refusal)
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
