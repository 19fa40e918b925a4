using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Moves, copies and deletes many messages by few commands; what fails is told for each message.</summary>
internal static class MailMover
{
    /// <summary>Each message in its new place, as far as the server told it; a folder after the other, by UID.</summary>
    public static async IAsyncEnumerable<OutlookMessage> TransferAsync(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        TransferKind kind,
        string? destination,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var group in MailGroup.Of(messages))
        {
            var session = sessions.Find(group.Session);
            var target = destination is null ? null : await FolderResolver.ExistingAsync(session, destination, cancellationToken);
            foreach (var chunk in group.Chunks())
            {
                var result = await TryAsync(session, kind, target, group, chunk, events, cancellationToken);
                foreach (var uid in chunk)
                {
                    if (result?.Places.TryGetValue(uid, out var place) == true && target is not null)
                    {
                        yield return group[uid].At(target, place.UidValidity, place.Uid);
                    }
                }

                events.Progress(done += chunk.Count, messages.Count);
            }
        }
    }

    /// <summary>Moves messages to the folder for deleted ones; those that are there already fail.</summary>
    public static async IAsyncEnumerable<OutlookMessage> TrashAsync(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var bySession in messages.GroupBy(message => message.Session))
        {
            var session = sessions.Find(bySession.Key);
            var folders = await session.OnImapAsync((imap, ct) => imap.ListAsync("", "*", new ListOptions(), ct), null, cancellationToken);
            var trash = WellKnownNames.Find(folders, OutlookWellKnownFolder.Deleted) ?? throw MailboxErrors.DeletedFolderNotFound(bySession.Key);
            foreach (var message in bySession.Where(message => message.Folder == trash))
            {
                events.Failed(MailboxErrors.AlreadyDeleted(message));
            }

            var others = bySession.Where(message => message.Folder != trash).ToArray();
            await foreach (var moved in TransferAsync(sessions, others, TransferKind.Move, trash, events, cancellationToken))
            {
                yield return moved;
            }
        }
    }

    private static async Task<TransferResult?> TryAsync(
        LiveSession session, TransferKind kind, string? destination, MailGroup group, UidSet chunk, IMailboxEvents events, CancellationToken cancellationToken)
    {
        TransferResult result;
        try
        {
            result = await new MailTransfer(session, kind, destination).RunAsync(group.Folder, chunk, group[chunk.First()], cancellationToken);
        }
        catch (OutlookMailException e) when (!e.EndsCommand)
        {
            MailFailures.Tell(events, e, group.Those(chunk));
            return null;
        }

        foreach (var uid in result.Missing.OrderBy(uid => uid))
        {
            events.Failed(MailErrors.MessageNotFound(group[uid]));
        }

        foreach (var refused in result.Refused.OrderBy(one => one.Key))
        {
            MailFailures.Tell(events, refused.Value, new[] { group[refused.Key] });
        }

        if (result.OriginalsLeftMarked)
        {
            events.Warning($"The originals in '{group.Folder.Name}' are marked as deleted and still there: the server cannot remove single messages (no UIDPLUS).");
        }

        if (kind != TransferKind.Delete && result.Places.Count < result.Done.Count)
        {
            events.Verbose($"The server did not say which UIDs {result.Done.Count - result.Places.Count} messages have in '{destination}' now.");
        }

        return result;
    }
}
