using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Waits for a message that meets a query, and takes one that came a moment before as well.</summary>
internal static class MailWaiter
{
    /// <returns>The newest that matches.</returns>
    /// <exception cref="OutlookMailException">WaitTimedOut.</exception>
    public static async Task<OutlookMessage> WaitAsync(
        LiveSession session, MailQuery query, TimeSpan timeout, TimeSpan poll, IMailboxEvents events, CancellationToken cancellationToken)
    {
        var folder = await FolderResolver.OneAsync(session, query.Folder, cancellationToken);
        query.Folder = folder;
        query.First = 1;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(timeout);
        try
        {
            return await session.Imap.WatchAsync(
                new FolderAt(folder),
                (turn, ct) => LookAsync(session, turn, query, poll, events, ct),
                folder,
                either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw MailboxErrors.WaitTimedOut(folder, timeout);
        }
    }

    // The folder was opened before the first look: whatever comes after it is told, so that none falls between.
    private static async Task<OutlookMessage> LookAsync(
        LiveSession session, WatchTurn turn, MailQuery query, TimeSpan poll, IMailboxEvents events, CancellationToken cancellationToken)
    {
        using var ear = new FolderEar(turn, poll, session.Wire.Time);
        while (true)
        {
            ear.News.Clear();
            await foreach (var found in MailLister.ListAsync(session, query, events, cancellationToken))
            {
                found.IsListed = false;
                return found;
            }

            await ear.ListenAsync(cancellationToken);
        }
    }
}
