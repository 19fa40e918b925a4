using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>
/// Looks for a mail among the sent ones. Exchange gives it a Message-ID of its own and keeps the written one in
/// X-Microsoft-Original-Message-ID; both are looked at. What is not found may still have been sent.
/// </summary>
internal static class SentCopies
{
    private const string OriginalMessageId = "X-Microsoft-Original-Message-ID";

    // Beside the server's own search, which for such a field nobody promises: as many of the newest as three minutes'
    // sending at Exchange's rate leaves there.
    private const int NewestLookedAt = 100;

    /// <returns>How many copies are there; null when there is no folder to look in.</returns>
    public static async Task<int?> CountAsync(ImapConnection imap, string messageId, string subject, CancellationToken cancellationToken)
    {
        if (await SentFolder.FindAsync(imap, cancellationToken) is not { } folder)
        {
            return null;
        }

        // Selected anew each time: that shows what has come since.
        var selected = await imap.SelectAsync(folder, readOnly: true, cancellationToken);
        var found = new HashSet<uint>();
        try
        {
            found.UnionWith(await imap.UidSearchAsync(
                SearchQuery.Or(SearchQuery.Header("Message-ID", messageId), SearchQuery.Header(OriginalMessageId, messageId)),
                cancellationToken));
        }
        catch (ImapRefusedException)
        {
            // Left to the look below.
        }

        if (found.Count == 0 && selected.Exists > 0)
        {
            found.UnionWith(await LookAsync(imap, messageId, subject, cancellationToken));
        }

        return found.Count;
    }

    private static async Task<IReadOnlyList<uint>> LookAsync(ImapConnection imap, string messageId, string subject, CancellationToken cancellationToken)
    {
        var all = await imap.UidSearchAsync(SearchQuery.All, cancellationToken);
        var newest = UidSet.Of(all.Skip(Math.Max(0, all.Count - NewestLookedAt)));
        var found = new List<uint>();
        var alike = new List<uint>();
        await foreach (var copy in imap.UidFetchAsync(newest, FetchItems.Uid | FetchItems.Envelope, cancellationToken))
        {
            if (Is(copy.Envelope?.MessageId, messageId))
            {
                found.Add(copy.Uid);
            }
            else if (HeaderText.Decode(copy.Envelope?.Subject ?? "") == subject)
            {
                alike.Add(copy.Uid);
            }
        }

        if (alike.Count == 0)
        {
            return found;
        }

        await foreach (var body in imap.UidFetchBodyAsync(UidSet.Of(alike), cancellationToken))
        {
            // The fields stand at the top; a message of any size is known by its first 64 KB.
            var head = new byte[Math.Min(body.Length, 64 * 1024)];
            using (var content = body.OpenRead())
            {
                var filled = 0;
                for (int read; filled < head.Length && (read = await content.ReadAsync(head, filled, head.Length - filled, cancellationToken)) > 0;)
                {
                    filled += read;
                }
            }

            using var message = MimeMessage.Parse(head);
            if (Is(message.MessageId, messageId) || Is(message.Headers.Get(OriginalMessageId), messageId))
            {
                found.Add(body.Uid);
            }
        }

        return found;
    }

    private static bool Is(string? field, string messageId) => field is not null && field.Trim(' ', '<', '>') == messageId;
}
