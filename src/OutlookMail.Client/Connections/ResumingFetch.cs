using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>A UID FETCH of summaries over as many connections as it takes.</summary>
internal sealed class ResumingFetch : ResumingWork
{
    private readonly FetchItems items;
    private IAsyncEnumerator<FetchedMessage>? stream;

    public ResumingFetch(LiveSession session, ImapLease lease, FolderAt folder, UidSet uids, FetchItems items, object? target)
        : base(session, lease, folder, uids, target)
    {
        this.items = items;
    }

    /// <returns>Null at the end.</returns>
    public async ValueTask<FetchedMessage?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await Lease.IsDueAsync(cancellationToken))
                {
                    await DisposeAsync();
                    await Lease.DropAsync();
                }

                stream ??= (await OpenAsync(cancellationToken)).UidFetchAsync(Remaining, items, whole: true, cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await stream.MoveNextAsync())
                {
                    if (Note(stream.Current.Uid))
                    {
                        return stream.Current;
                    }
                }

                return null;
            }
            catch (Exception e) when (ImapPool.IsFailure(e))
            {
                await DisposeAsync();
                await ImapPool.AfterAsync(e, Lease, Recovery, mayGoOn: true, cancellationToken);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref stream, null) is { } old)
        {
            await old.DisposeAsync();
        }
    }
}
