using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// The local archive as front ends see it. Real mailboxes share the one in the user's data folder; a sandbox has its own,
/// which goes with it.
/// </summary>
public sealed class ArchiveService
{
    private readonly SessionService sessions;
    private readonly TimeProvider time;

    internal ArchiveService(SessionService sessions, TimeProvider time)
    {
        this.sessions = sessions;
        this.time = time;
    }

    /// <summary>Brings the archive's copy of the mailbox up to date. Yields each folder when it is through; what failed is told to <paramref name="events"/>.</summary>
    /// <exception cref="OutlookMailException">The run cannot go on; what was copied stays, and the next run goes on from there.</exception>
    public async IAsyncEnumerable<OutlookSyncResult> SyncAsync(
        OutlookSession session, SyncRequest request, IArchiveEvents events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        var folder = Folder(request.Path, live.Plan.Request.Sandbox?.Id, live.Plan.Request.StoreFolder);
        using var turn = ArchiveTurn.Take(folder, live.Handle.Mailbox);
        using var store = OpenOrMend(folder, request, events);
        await foreach (var result in new SyncRun(live, store, turn.Partial, request, events).RunAsync(cancellationToken))
        {
            yield return result;
        }
    }

    /// <summary>Puts messages out of files into the mailbox. Yields each one that is there now; what failed is told to <paramref name="events"/>.</summary>
    /// <exception cref="OutlookMailException">The run cannot go on; what was imported stays, and the next run passes over it.</exception>
    public async IAsyncEnumerable<OutlookImportedMail> ImportAsync(
        OutlookSession session, ImportRequest request, IArchiveEvents events, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var live = sessions.Find(session);
        var folder = live.Plan.Request.Sandbox is { } sandbox ? DataFolder.SandboxImports(sandbox.Id) : DataFolder.Imports(live.Plan.Request.StoreFolder);
        using var journal = ImportJournal.Open(folder, live.Handle.Mailbox);
        await foreach (var done in new ImportRun(live, request, journal, events).RunAsync(cancellationToken))
        {
            yield return done;
        }
    }

    /// <summary>Looks into the archive alone; no server is asked.</summary>
    /// <exception cref="OutlookMailException">There is no archive, or it cannot be read, or the text cannot be searched for.</exception>
    public async IAsyncEnumerable<OutlookArchiveHit> SearchAsync(ArchiveQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Reading a local file: nothing to wait for, and the caller's thread may be one that must not be held.
        await Task.Yield();
        var folder = Folder(query.Path, query.SandboxId, null);
        if (!File.Exists(Path.Combine(folder, MirrorStore.FileName)))
        {
            throw ArchiveErrors.NotFound(folder);
        }

        using var store = Guarded(() => MirrorStore.Open(folder, time), query);
        using var hits = Guarded(
            () => store.Search(new MirrorQuery
            {
                Text = query.Text,
                Mailbox = query.Mailbox,
                Folder = query.Folder,
                Since = query.Since,
                Before = query.Before,
                HasAttachment = query.HasAttachment,
                WithGone = !query.OnServerOnly,
                Skip = (long)Math.Min(query.Skip, long.MaxValue),
                First = (long)Math.Min(query.First, long.MaxValue),
            }).GetEnumerator(),
            query);
        while (Guarded(hits.MoveNext, query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return Map(hits.Current, folder);
        }
    }

    private static T Guarded<T>(Func<T> work, ArchiveQuery query)
    {
        try
        {
            return work();
        }
        catch (FormatException e)
        {
            throw ArchiveErrors.SearchInvalid(query.Text ?? "", e);
        }
        catch (StoreException e)
        {
            throw ArchiveErrors.From(e);
        }
    }

    private static string Folder(string? path, Guid? sandboxId, string? storeFolder) =>
        path is not null ? Path.GetFullPath(path) : sandboxId is { } id ? DataFolder.SandboxArchive(id) : DataFolder.Archive(storeFolder);

    private MirrorStore OpenOrMend(string folder, SyncRequest request, IArchiveEvents events)
    {
        try
        {
            try
            {
                var store = MirrorStore.Open(folder, time);
                if (request.Verify && !store.IsSound())
                {
                    store.Dispose();
                    throw new StoreException(StoreFailure.Damaged, folder, "SQLite finds it damaged.");
                }

                return store;
            }
            catch (StoreException e) when (e.Failure == StoreFailure.Damaged && request.Verify)
            {
                // It is a copy of what the server has; the packed messages beside it are still good.
                events.Warning($"The archive could not be read and was set aside as '{MirrorStore.SetAside(folder, time.GetUtcNow())}'; a new one is made.");
                return MirrorStore.Open(folder, time);
            }
        }
        catch (StoreException e)
        {
            throw ArchiveErrors.From(e);
        }
    }

    private OutlookArchiveHit Map(MirrorHit hit, string folder) => new(hit.Mailbox, hit.Folder, hit.Uid, () => Open(folder, hit.Sha256))
    {
        Received = hit.Received,
        From = hit.Document.Sender,
        To = hit.Document.Recipients,
        Subject = hit.Document.Subject,
        Snippet = string.Join(" ", hit.Snippet.Split(new[] { ' ', '\r', '\n', '\t' }, StringSplitOptions.RemoveEmptyEntries)),
        Attachments = hit.Document.Attachments.Split(new[] { '\n' }, StringSplitOptions.RemoveEmptyEntries),
        Flags = hit.Flags.ToArray(),
        MessageId = hit.Document.MessageId,
        Size = hit.Size,
        Sha256 = MessageSpool.ToHex(hit.Sha256),
        GoneOn = hit.GoneOn,
    };

    private Stream Open(string folder, byte[] sha256)
    {
        try
        {
            using var store = MirrorStore.Open(folder, time);
            return store.OpenContent(sha256);
        }
        catch (StoreException e)
        {
            throw ArchiveErrors.From(e);
        }
    }
}
