using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;
using OutlookMail.Model;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// Reads delivery reports (RFC 3464) and read receipts (RFC 8098) in the inbox and writes down what they say of mails that
/// went out through the outbox. Each message of the inbox is looked at once.
/// </summary>
internal static class DeliveryTracker
{
    private const string Inbox = "INBOX";
    private const string OriginalMessageId = "X-Microsoft-Original-Message-ID";

    // Clocks differ, and IMAP's SINCE knows days only (RFC 9051 §6.4.4).
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);

    /// <returns>The mails that there is news of.</returns>
    public static async Task<IReadOnlyList<long>> TrackAsync(OutboxStore store, LiveSession session, string mailbox, CancellationToken cancellationToken)
    {
        var reports = await session.OnImapAsync((imap, ct) => ReadAsync(imap, store, mailbox, ct), Inbox, cancellationToken);
        var changed = new HashSet<long>();
        foreach (var report in reports)
        {
            var id = report.Ids.FirstOrDefault(one => store.Knows(mailbox, [one]))
                ?? await RewrittenAsync(session, report.Ids, cancellationToken);
            if (id is not null)
            {
                foreach (var news in report.News)
                {
                    changed.UnionWith(store.NoteDelivery(mailbox, id, news.Address, news.Delivery, news.Text, report.On));
                }
            }
        }

        return changed.OrderBy(id => id).ToArray();
    }

    private static async Task<IReadOnlyList<TrackedReport>> ReadAsync(ImapConnection imap, OutboxStore store, string mailbox, CancellationToken cancellationToken)
    {
        var folder = await imap.SelectAsync(Inbox, readOnly: true, cancellationToken);
        var (last, oldest) = store.TrackedUpTo(mailbox, folder.UidValidity);
        if (oldest is null || folder.Exists == 0)
        {
            return [];
        }

        var since = await imap.UidSearchAsync(SearchQuery.Since((oldest.Value - Before).UtcDateTime), cancellationToken);
        var fresh = since.Where(uid => uid > (last ?? 0)).ToArray();
        if (fresh.Length == 0)
        {
            return [];
        }

        var candidates = new List<uint>();
        var arrived = new Dictionary<uint, DateTimeOffset>();
        await foreach (var message in imap.UidFetchAsync(UidSet.Of(fresh), FetchItems.Uid | FetchItems.Envelope | FetchItems.InternalDate | FetchItems.BodyStructure, cancellationToken))
        {
            if (MayBeReport(message, store, mailbox))
            {
                candidates.Add(message.Uid);
                arrived[message.Uid] = message.InternalDate ?? oldest.Value;
            }
        }

        var reports = new List<TrackedReport>();
        if (candidates.Count > 0)
        {
            await foreach (var body in imap.UidFetchBodyAsync(UidSet.Of(candidates), cancellationToken))
            {
                using var mime = await MimeMessage.ReadAsync(body.OpenRead(), cancellationToken);
                if (TrackedReport.Read(mime, arrived[body.Uid]) is { } report)
                {
                    reports.Add(report);
                }
            }
        }

        store.NoteTracked(mailbox, folder.UidValidity, fresh.Max());
        return reports;
    }

    // Exchange's BODYSTRUCTURE is not always right: an answer to a mail of ours is looked at as well.
    private static bool MayBeReport(FetchedMessage message, OutboxStore store, string mailbox) =>
        (message.BodyStructure is { } structure && structure.MediaType.StartsWith("multipart/report", StringComparison.OrdinalIgnoreCase))
        || (MessageIds(message.Envelope?.InReplyTo) is { Count: > 0 } ids && store.Knows(mailbox, ids));

    /// <summary>A report that knows the mail only by the Message-ID that Exchange gave it: its copy in Sent Items has both.</summary>
    private static Task<string?> RewrittenAsync(LiveSession session, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        session.OnImapAsync<string?>(
            async (imap, ct) =>
            {
                if (ids.Count == 0 || await SentFolder.FindAsync(imap, ct) is not { } folder)
                {
                    return null;
                }

                await imap.SelectAsync(folder, readOnly: true, ct);
                foreach (var id in ids)
                {
                    var found = await imap.UidSearchAsync(SearchQuery.Header("Message-ID", id), ct);
                    if (found.Count == 0)
                    {
                        continue;
                    }

                    string? original = null;
                    await foreach (var body in imap.UidFetchBodyAsync(UidSet.Of(found.Take(1)), ct))
                    {
                        using var mime = await MimeMessage.ReadAsync(body.OpenRead(), ct);
                        original = mime.Headers.Get(OriginalMessageId)?.Trim(' ', '<', '>');
                    }

                    return original;
                }

                return null;
            },
            null,
            cancellationToken);

    private static IReadOnlyList<string> MessageIds(string? field) =>
        field is null ? [] : field.Split([' ', '\t', '<', '>', ','], StringSplitOptions.RemoveEmptyEntries);
}
