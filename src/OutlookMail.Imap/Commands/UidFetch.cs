using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    /// <summary>A screen's worth costs the server nothing if the caller wants no more.</summary>
    private const long FirstSummaries = 8;

    /// <summary>Doubling up to here, a round trip between two commands no longer counts.</summary>
    private const long MostSummaries = 2048;

    /// <inheritdoc cref="UidFetchAsync(UidSet, FetchItems, bool, CancellationToken)"/>
    public IAsyncEnumerable<FetchedMessage> UidFetchAsync(UidSet uids, FetchItems items, CancellationToken cancellationToken = default) =>
        UidFetchAsync(uids, items, whole: false, cancellationToken);

    // RFC 9051 §6.4.9
    /// <summary>
    /// Summaries in the server's order, as they arrive. UIDs that no message has do not come. Leaving the enumeration
    /// early, or cancelling it, reads at most 256 KB or 250 ms of what was asked for; beyond that the connection is broken.
    /// </summary>
    /// <param name="uids">Which.</param>
    /// <param name="items">What of them.</param>
    /// <param name="whole">Asked for in as few commands as lines allow, by a caller who takes them all; else in commands that grow.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async IAsyncEnumerable<FetchedMessage> UidFetchAsync(
        UidSet uids, FetchItems items, bool whole, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(uids);
        cancellationToken.ThrowIfCancellationRequested();
        Enter("UID FETCH");
        items = Offered(items);
        var run = new FetchRun(this, uids, ItemNames(items), whole ? MostSummaries : FirstSummaries, MostSummaries);
        try
        {
            while (!run.IsDone)
            {
                await run.TopUpAsync(single: false, ahead: true, cancellationToken).ConfigureAwait(false);
                while (TryScan(streamBodies: false, out _) is { } length)
                {
                    FetchedMessage? message = Next(run, length, items);
                    Consume(length);
                    if (message is not null)
                    {
                        run.Began(message.Uid);
                        yield return message;
                        cancellationToken.ThrowIfCancellationRequested();
                    }
                    else if (run.IsDone)
                    {
                        yield break;
                    }

                    await run.TopUpAsync(single: false, ahead: true, cancellationToken).ConfigureAwait(false);
                }

                await FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await LeaveAsync(run.Owed).ConfigureAwait(false);
        }
    }

    /// <summary>An item that the server does not know would be BAD for all of them: it stays null.</summary>
    private FetchItems Offered(FetchItems items)
    {
        items &= Capabilities.Has("OBJECTID") ? ~FetchItems.None : ~FetchItems.ObjectIds;
        items &= Capabilities.Has("PREVIEW") ? ~FetchItems.None : ~FetchItems.Preview;
        return items & (Capabilities.Has("CONDSTORE") || Capabilities.Has("QRESYNC") ? ~FetchItems.None : ~FetchItems.ModSeq);
    }

    internal static string ItemNames(FetchItems items)
    {
        // BODYSTRUCTURE last: if one is broken beyond reading, everything else has come before it.
        var names = new List<string> { "UID" };
        Add(FetchItems.Flags, "FLAGS");
        Add(FetchItems.InternalDate, "INTERNALDATE");
        Add(FetchItems.Size, "RFC822.SIZE");
        Add(FetchItems.Envelope, "ENVELOPE");
        Add(FetchItems.ModSeq, "MODSEQ");
        Add(FetchItems.ObjectIds, "EMAILID THREADID");
        Add(FetchItems.Preview, "PREVIEW");
        Add(FetchItems.BodyStructure, "BODYSTRUCTURE");
        return string.Join(" ", names);

        void Add(FetchItems item, string name)
        {
            if ((items & item) != 0)
            {
                names.Add(name);
            }
        }
    }

    private FetchedMessage? Next(FetchRun run, int length, FetchItems items)
    {
        try
        {
            return Read(run, length, items);
        }
        catch (ServerProtocolException)
        {
            // As for every other response.
            _wire.Abort();
            throw;
        }
    }

    private FetchedMessage? Read(FetchRun run, int length, FetchItems items)
    {
        ReadOnlySpan<byte> unit = _wire.Input.Buffered.Slice(0, length);
        var decoder = new ImapDecoder(unit, Pool);
        if (FetchRun.TryOpen(ref decoder, out uint sequence))
        {
            TraceServer(unit);
            _wire.Input.Progressed();
            var message = new FetchedMessage { Sequence = sequence };
            FetchReader.Seen seen = FetchReader.Read(ref decoder, message, out _);
            // A FETCH that nobody asked for tells new flags, and has none of the other items.
            bool answer = (seen & FetchReader.Seen.Uid) != 0
                && ((seen & FetchReader.Seen.Other) != 0 || (items & ~(FetchItems.Uid | FetchItems.Flags | FetchItems.ModSeq)) == 0);
            if (!answer)
            {
                CountResponse(unit);
                TellFlags(message);
            }

            return answer ? message : null;
        }

        Received received = Interpret(unit, null);
        if (received.Tag != 0)
        {
            run.Complete(received);
        }

        return null;
    }
}
