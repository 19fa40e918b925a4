using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>A span of time that messages were received in, by INTERNALDATE.</summary>
internal sealed class ReceivedWindow
{
    private readonly DateTimeOffset? since;
    private readonly DateTimeOffset? before;

    public ReceivedWindow(DateTimeOffset? since, DateTimeOffset? before)
    {
        this.since = since;
        this.before = before;
    }

    public bool IsOpen => since is null && before is null;

    /// <summary>What the server can be asked: SINCE and BEFORE know days only, each server's own (RFC 9051 §6.4.4), so a day more on either side.</summary>
    public SearchQuery Days
    {
        get
        {
            var query = SearchQuery.All;
            if (since is { } first)
            {
                query = query.And(SearchQuery.Since(first.UtcDateTime.Date.AddDays(-1)));
            }

            return before is { } end ? query.And(SearchQuery.Before(end.UtcDateTime.Date.AddDays(2))) : query;
        }
    }

    /// <summary>Those of the messages that were received in it, to the second.</summary>
    public async Task<IReadOnlyList<uint>> FilterAsync(ImapPool pool, FolderAt folder, IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        if (IsOpen || uids.Count == 0)
        {
            return uids;
        }

        var inside = new List<uint>();
        await foreach (var message in pool.FetchAsync(folder, UidSet.Of(uids), FetchItems.Uid | FetchItems.InternalDate, folder.Name, cancellationToken))
        {
            if (message.InternalDate is not { } received || ((since is null || received >= since) && (before is null || received < before)))
            {
                inside.Add(message.Uid);
            }
        }

        inside.Sort();
        return inside;
    }
}
