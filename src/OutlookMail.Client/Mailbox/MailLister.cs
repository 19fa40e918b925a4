using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Lists folders one after the other, each newest first.</summary>
internal static class MailLister
{
    public static async IAsyncEnumerable<OutlookMessage> ListAsync(
        LiveSession session,
        MailQuery query,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = await FolderResolver.AllAsync(session, query.Folders, query.Recurse, cancellationToken);
        var paging = query.Paging ?? new MailPaging(query.Skip, query.First);
        foreach (var folder in folders)
        {
            await using var listing = new FolderListing(session, folder, query, events, cancellationToken);
            while (paging.First > 0)
            {
                IReadOnlyList<OutlookMessage>? page;
                try
                {
                    page = await NextAsync(listing, query, paging, cancellationToken);
                }
                catch (OutlookMailException e) when (folders.Count > 1 && !e.EndsCommand)
                {
                    // A folder that went away, or that this user may not read, keeps none of the others from being listed.
                    events.Failed(e);
                    break;
                }

                if (page is null)
                {
                    break;
                }

                foreach (var message in page)
                {
                    if (paging.Skip > 0)
                    {
                        paging.Skip--;
                        continue;
                    }

                    paging.First--;
                    yield return message;
                    if (paging.First == 0)
                    {
                        yield break;
                    }
                }
            }
        }
    }

    private static async Task<IReadOnlyList<OutlookMessage>?> NextAsync(
        FolderListing listing, MailQuery query, MailPaging paging, CancellationToken cancellationToken)
    {
        // What a condition of the caller's own lets through is not known before.
        var enough = query.Where is not null || paging.Skip > ulong.MaxValue - paging.First ? ulong.MaxValue : paging.Skip + paging.First;
        var page = await listing.NextAsync(enough);
        if (page is null || page.Count == 0 || query.Where is null)
        {
            return page;
        }

        var wanted = await query.Where(page, cancellationToken);
        var kept = new List<OutlookMessage>(page.Count);
        for (var i = 0; i < page.Count; i++)
        {
            if (wanted[i])
            {
                kept.Add(page[i]);
            }
        }

        return kept;
    }
}
