using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Changes flags of many messages by few commands. Doing it twice does no harm, so a break is gone over.</summary>
internal static class MailFlagger
{
    /// <summary>Each message with the flags it has now, a folder after the other, by UID.</summary>
    public static async IAsyncEnumerable<OutlookMessage> ChangeAsync(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        FlagChange change,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var done = 0L;
        foreach (var group in MailGroup.Of(messages))
        {
            var session = sessions.Find(group.Session);
            foreach (var chunk in group.Chunks())
            {
                var existing = await TryStoreAsync(session, group, chunk, change, events, cancellationToken);
                foreach (var uid in chunk)
                {
                    if (existing is not null && !existing.Contains(uid))
                    {
                        events.Failed(MailErrors.MessageNotFound(group[uid]));
                    }
                    else if (existing is not null)
                    {
                        yield return Changed(group[uid], change);
                    }
                }

                events.Progress(done += chunk.Count, messages.Count);
            }
        }
    }

    // Null: nothing was changed, and why was told for each.
    private static async Task<UidSet?> TryStoreAsync(
        LiveSession session, MailGroup group, UidSet chunk, FlagChange change, IMailboxEvents events, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Imap.ReadAsync(
                group.Folder,
                async (imap, selected, ct) =>
                {
                    RequireKept(change.AddKeywords, selected);
                    // What came since the folder was opened is there for this connection from now on (RFC 9051 §5.2).
                    await imap.NoopAsync(ct);
                    var existing = UidSet.Of(await imap.UidSearchAsync(SearchQuery.Uid(chunk), ct));
                    await StoreAsync(imap, existing, StoreMode.Add, change.Added, ct);
                    await StoreAsync(imap, existing, StoreMode.Remove, change.Removed, ct);
                    return existing;
                },
                group[chunk.First()],
                cancellationToken);
        }
        catch (OutlookMailException e) when (!e.EndsCommand)
        {
            MailFailures.Tell(events, e, group.Those(chunk));
            return null;
        }
    }

    private static async Task StoreAsync(ImapConnection imap, UidSet uids, StoreMode mode, IReadOnlyList<string> flags, CancellationToken cancellationToken)
    {
        if (flags.Count > 0 && !uids.IsEmpty)
        {
            await imap.UidStoreAsync(uids, mode, flags, cancellationToken: cancellationToken);
        }
    }

    // RFC 9051 §7.1 PERMANENTFLAGS: \* means that new keywords can be made. Exchange answers STORE of one with
    // "BAD Command Argument Error. 11" (facts 4.3).
    private static void RequireKept(IReadOnlyList<string> keywords, SelectedFolder folder)
    {
        var refused = folder.PermanentFlags.Contains("\\*")
            ? null
            : keywords.FirstOrDefault(keyword => !folder.PermanentFlags.Contains(keyword, StringComparer.OrdinalIgnoreCase));
        if (refused is not null)
        {
            throw MailboxErrors.KeywordNotSupported(refused, folder.Name);
        }
    }

    private static OutlookMessage Changed(OutlookMessage message, FlagChange change) => message.WithFlags(
        message.Flags
            .Where(flag => !change.Removed.Contains(flag, StringComparer.OrdinalIgnoreCase))
            .Union(change.Added, StringComparer.OrdinalIgnoreCase));
}
