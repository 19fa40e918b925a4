using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What is made of a message's octets while they come. It uses no other IMAP work of the session.</summary>
internal delegate Task<T> TakeBody<T>(OutlookMessage message, ResumingBody body, CancellationToken cancellationToken);

/// <summary>
/// Reads many messages by few commands, and gives what was made of each in the order asked for. No turn on the
/// connection spans a result that waits. A message that is gone or cannot be read is told, and the others go on.
/// </summary>
internal static class BodyBatches
{
    /// <summary>By the server's own account of sizes, which can be wrong: it only bounds what is held at a time.</summary>
    private const long MostOctets = 1024 * 1024;

    private const int MostMessages = 256;

    public static async IAsyncEnumerable<T> ReadAsync<T>(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        TakeBody<T> take,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        for (var start = 0; start < messages.Count;)
        {
            var batch = Next(messages, start);
            start += batch.Count;
            events.Progress(start, null);
            var made = new Dictionary<uint, T?>();
            await FillAsync(sessions, batch, take, made, events, cancellationToken);
            foreach (var message in batch)
            {
                if (made.TryGetValue(message.Uid, out var result) && result is not null)
                {
                    yield return result;
                }
            }
        }
    }

    private static List<OutlookMessage> Next(IReadOnlyList<OutlookMessage> messages, int start)
    {
        var first = messages[start];
        var batch = new List<OutlookMessage> { first };
        var octets = first.Size;
        for (var i = start + 1; i < messages.Count && batch.Count < MostMessages; i++)
        {
            var next = messages[i];
            octets += next.Size;
            if (octets > MostOctets || next.Session != first.Session || next.Folder != first.Folder || next.UidValidity != first.UidValidity)
            {
                break;
            }

            batch.Add(next);
        }

        return batch;
    }

    // Null in what was made: told as failed.
    private static async Task FillAsync<T>(
        SessionService sessions, IReadOnlyList<OutlookMessage> batch, TakeBody<T> take, Dictionary<uint, T?> made, IMailboxEvents events, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var session = sessions.Find(batch[0].Session);
            await DownloadAsync(session, batch, take, made, events, cancellationToken);
            var late = await LateAsync(session, batch.Where(message => !made.ContainsKey(message.Uid)).ToArray(), cancellationToken);
            if (late.Count > 0)
            {
                await DownloadAsync(session, late, take, made, events, cancellationToken);
            }
        }
        catch (OutlookMailException e) when (!e.EndsCommand)
        {
            var left = batch.Where(message => !made.ContainsKey(message.Uid)).ToArray();
            if (left.Length == 0 || !(e.ErrorId == ErrorIds.ServerProtocolError || await Pieces.IsOfAMessageAsync(sessions.Find(batch[0].Session).Imap, e, left[0], cancellationToken)))
            {
                MailFailures.Tell(events, e, left);
            }
            else if (left.Length > 1)
            {
                // One of them cannot be read: the others come without it.
                foreach (var uids in Pieces.Around(left.Select(message => message.Uid).Distinct().OrderBy(uid => uid).ToArray(), e))
                {
                    var piece = left.Where(message => uids.Contains(message.Uid)).ToArray();
                    if (piece.Length > 0)
                    {
                        await FillAsync(sessions, piece, take, made, events, cancellationToken);
                    }
                }
            }
            else if (e.ErrorId == ErrorIds.ConnectionLost)
            {
                events.Failed(MailErrors.MessageUnreadable(left[0], e));
            }
            else
            {
                MailFailures.Tell(events, e, left);
            }

            return;
        }

        foreach (var gone in batch.Where(message => !made.ContainsKey(message.Uid)))
        {
            events.Failed(MailErrors.MessageNotFound(gone));
        }
    }

    // RFC 9051 §5.2: a message that came since this connection opened the folder is not there for it until it was told of
    // it, which NOOP brings about. Another connection (a watch) can have told the user before.
    private static async Task<IReadOnlyList<OutlookMessage>> LateAsync(LiveSession session, IReadOnlyList<OutlookMessage> missing, CancellationToken cancellationToken)
    {
        if (missing.Count == 0)
        {
            return missing;
        }

        var uids = UidSet.Of(missing.Select(message => message.Uid));
        var present = await session.Imap.ReadAsync(
            new FolderAt(missing[0].Folder, missing[0].UidValidity),
            async (imap, _, ct) =>
            {
                await imap.NoopAsync(ct);
                return UidSet.Of(await imap.UidSearchAsync(SearchQuery.Uid(uids), ct));
            },
            missing[0],
            cancellationToken);
        return missing.Where(message => present.Contains(message.Uid)).ToArray();
    }

    private static async Task DownloadAsync<T>(
        LiveSession session, IReadOnlyList<OutlookMessage> batch, TakeBody<T> take, Dictionary<uint, T?> made, IMailboxEvents events, CancellationToken cancellationToken)
        where T : class
    {
        var byUid = new Dictionary<uint, OutlookMessage>();
        foreach (var message in batch)
        {
            byUid[message.Uid] = message;
        }

        var folder = new FolderAt(batch[0].Folder, batch[0].UidValidity);
        await foreach (var body in session.Imap.DownloadAsync(folder, UidSet.Of(byUid.Keys), batch[0], cancellationToken))
        {
            if (!byUid.TryGetValue(body.Uid, out var message))
            {
                continue;
            }

            try
            {
                made[body.Uid] = await take(message, body, cancellationToken);
            }
            catch (OutlookMailException e) when (!e.EndsCommand && IsOfTheItem(e))
            {
                made[body.Uid] = null;
                events.Failed(e);
            }
        }
    }

    private static bool IsOfTheItem(OutlookMailException e) => e.ErrorId is ErrorIds.FileExists or ErrorIds.FileNotWritable;
}
