using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Watches folders, each over a connection of its own, and gives their events as one stream.</summary>
internal static class MailboxWatcher
{
    /// <summary>Exchange has room for about twenty connections to a mailbox, of all programs together (facts 4.3).</summary>
    private const int MostFolders = 8;

    public static async IAsyncEnumerable<OutlookMailboxEvent> WatchAsync(
        LiveSession session,
        WatchRequest request,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = await FolderResolver.AllAsync(session, request.Folders, recurse: false, cancellationToken);
        if (folders.Count > MostFolders)
        {
            throw MailboxErrors.TooManyFolders(folders.Count, MostFolders);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (request.Timeout is { } timeout)
        {
            stop.CancelAfter(timeout);
        }

        using var queue = new WatchQueue();
        var watches = folders.Select(folder => Task.Run(() => RunAsync(session, folder, request, queue, events, stop.Token), CancellationToken.None)).ToArray();
        try
        {
            while (true)
            {
                OutlookMailboxEvent? next;
                try
                {
                    next = await queue.TakeAsync(stop.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    yield break;
                }

                if (next is not null)
                {
                    yield return next;
                }
                else if (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
                {
                    // The time is up, and a watch saw it before the queue did.
                    yield break;
                }
                else
                {
                    // One of them ends, which it does by its failure alone.
                    await await Task.WhenAny(watches);
                }
            }
        }
        finally
        {
            stop.Cancel();
            await Task.WhenAll(watches.Select(watch => watch.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)));
        }
    }

    private static async Task RunAsync(
        LiveSession session, string folder, WatchRequest request, WatchQueue queue, IMailboxEvents events, CancellationToken cancellationToken)
    {
        try
        {
            await new FolderWatch(session, folder, request, queue, events).RunAsync(cancellationToken);
        }
        finally
        {
            queue.Wake();
        }
    }
}
