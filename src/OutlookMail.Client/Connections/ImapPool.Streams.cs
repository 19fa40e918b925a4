using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using OutlookMail.Imap;

namespace OutlookMail.Client;

// Work whose results come one by one. A turn lasts as long as the enumeration: no consumer of a session may hold one up.
internal sealed partial class ImapPool
{
    /// <summary>Summaries, each once. After a break the UIDs that did not come yet are asked for over the new connection.</summary>
    public async IAsyncEnumerable<FetchedMessage> FetchAsync(
        FolderAt folder, UidSet uids, FetchItems items, object? target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await RentAsync(folder.Name, cancellationToken);
        await using var fetch = new ResumingFetch(session, lease, folder, uids, items, target);
        while (await fetch.NextAsync(cancellationToken) is { } message)
        {
            yield return message;
        }
    }

    /// <summary>
    /// Whole messages, each once, without marking them read. After a break the UIDs that did not come yet are asked for
    /// over the new connection, and a message that was cut goes on where it ended.
    /// </summary>
    public async IAsyncEnumerable<ResumingBody> DownloadAsync(
        FolderAt folder, UidSet uids, object? target, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lease = await RentAsync(folder.Name, cancellationToken);
        await using var download = new ResumingDownload(session, lease, folder, uids, target);
        while (await download.NextAsync(cancellationToken) is { } body)
        {
            yield return body;
        }
    }
}
