using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>A UID FETCH of whole messages over as many connections as it takes.</summary>
internal sealed class ResumingDownload : ResumingWork
{
    private readonly Func<ResumingBody, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> read;
    private readonly byte[] tail = new byte[ResumingBody.Overlap];
    private IAsyncEnumerator<FetchedBody>? stream;

    /// <summary>The stream asks for the message that was cut, and for no other.</summary>
    private bool isRest;

    public ResumingDownload(LiveSession session, ImapLease lease, FolderAt folder, UidSet uids, object? target)
        : base(session, lease, folder, uids, target)
    {
        read = ReadAsync;
    }

    /// <returns>Null at the end.</returns>
    public async ValueTask<ResumingBody?> NextAsync(CancellationToken cancellationToken)
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

                stream ??= (await OpenAsync(cancellationToken)).UidFetchBodyAsync(Remaining, cancellationToken).GetAsyncEnumerator(cancellationToken);
                while (await stream.MoveNextAsync())
                {
                    if (Note(stream.Current.Uid))
                    {
                        return new ResumingBody(read, stream.Current, tail);
                    }
                }

                if (!isRest)
                {
                    return null;
                }

                // That was one cut message's rest; the others come next.
                await DisposeAsync();
            }
            catch (Exception e) when (ImapPool.IsFailure(e))
            {
                await AfterAsync(e, cancellationToken);
            }
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(ResumingBody body, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (stream is null)
                {
                    await ReopenAsync(body, cancellationToken);
                }

                var octets = await body.Part.ReadAsync(cancellationToken);
                if (!octets.IsEmpty)
                {
                    Recovery.Progressed();
                }

                return octets;
            }
            catch (Exception e) when (ImapPool.IsFailure(e))
            {
                await AfterAsync(e, cancellationToken);
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        isRest = false;
        if (Interlocked.Exchange(ref stream, null) is { } old)
        {
            await old.DisposeAsync();
        }
    }

    private async Task AfterAsync(Exception failure, CancellationToken cancellationToken)
    {
        await DisposeAsync();
        await ImapPool.AfterAsync(failure, Lease, Recovery, mayGoOn: true, cancellationToken);
    }

    private async Task ReopenAsync(ResumingBody body, CancellationToken cancellationToken)
    {
        while (true)
        {
            var connection = await OpenAsync(cancellationToken);
            var rest = connection.UidFetchSectionAsync(UidSet.Of(body.Uid), "", body.ResumeFrom, cancellationToken: cancellationToken);
            stream = rest.GetAsyncEnumerator(cancellationToken);
            isRest = true;
            do
            {
                if (!await stream.MoveNextAsync())
                {
                    throw new BodyChangedException(body.Uid);
                }
            }
            while (stream.Current.Uid != body.Uid);

            if (await body.TryResumeAsync(stream.Current, cancellationToken))
            {
                return;
            }

            await DisposeAsync();
        }
    }
}
