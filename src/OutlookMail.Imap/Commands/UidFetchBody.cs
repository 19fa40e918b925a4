using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    private const string BodyItems = "UID FLAGS INTERNALDATE BODY.PEEK[]";

    /// <summary>By count, since sizes are not to be trusted. Doubling up to here, a round trip between two commands no longer counts.</summary>
    private const long MostBodies = 1024;

    /// <summary>This server sends the UID behind the body: then each command asks for one message.</summary>
    private bool _uidComesLate;

    // RFC 9051 §6.4.9, BODY.PEEK[]
    /// <summary>
    /// Whole messages, without marking them read, in the server's order. Each can be read until the next one is asked
    /// for. UIDs that no message has do not come. For leaving early see <see cref="UidFetchAsync"/>.
    /// </summary>
    public IAsyncEnumerable<FetchedBody> UidFetchBodyAsync(UidSet uids, CancellationToken cancellationToken = default) =>
        FetchBodiesAsync(uids, BodyItems, cancellationToken);

    private async IAsyncEnumerable<FetchedBody> FetchBodiesAsync(
        UidSet uids, string items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(uids);
        cancellationToken.ThrowIfCancellationRequested();
        Enter("UID FETCH");
        var run = new FetchRun(this, uids, items, firstSize: 1, MostBodies);
        FetchedBody? body = null;
        bool ahead = false;
        try
        {
            while (!run.IsDone)
            {
                await run.TopUpAsync(_uidComesLate, ahead, cancellationToken).ConfigureAwait(false);
                while (TryScan(streamBodies: true, out ScanResult result) is { } length)
                {
                    var message = new FetchedMessage();
                    body = await NextBodyAsync(run, message, result, length, cancellationToken).ConfigureAwait(false);

                    if (body is not null)
                    {
                        run.Began(body.Uid);
                        await run.TopUpAsync(_uidComesLate, ahead, cancellationToken).ConfigureAwait(false);
                        ahead = true;
                        yield return body;
                        cancellationToken.ThrowIfCancellationRequested();
                        await CloseBodyAsync(run, body, message, cancellationToken).ConfigureAwait(false);
                    }

                    if (run.IsDone)
                    {
                        yield break;
                    }

                    await run.TopUpAsync(_uidComesLate, ahead, cancellationToken).ConfigureAwait(false);
                }

                await FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            body?.Close();
            await LeaveAsync(run.Owed).ConfigureAwait(false);
        }
    }

    private async ValueTask<FetchedBody?> NextBodyAsync(
        FetchRun run, FetchedMessage message, ScanResult result, int length, CancellationToken cancellationToken)
    {
        try
        {
            if (result == ScanResult.Body)
            {
                return await OpenBodyAsync(run, message, length, cancellationToken).ConfigureAwait(false);
            }

            FetchedBody? body = Whole(run, message, length);
            Consume(length);
            return body;
        }
        catch (ServerProtocolException)
        {
            // As in a listing.
            _wire.Abort();
            throw;
        }
    }

    // The unit ends at a body's marker: what came before it is read now, what comes behind it when the body is closed.
    private async ValueTask<FetchedBody?> OpenBodyAsync(FetchRun run, FetchedMessage message, int length, CancellationToken cancellationToken)
    {
        ReadHead(message, length);
        Consume(length);
        _wire.Input.Progressed();
        run.Owed.BodyLeft = BodyLength;
        run.Owed.InsideResponse = true;
        _wire.Trace?.ServerBody(BodyLength);
        if (message.Uid == 0)
        {
            _uidComesLate = true;
            if (run.Only is { Uids.LongCount: 1 } command)
            {
                message.Uid = command.Uids.Ranges[0].First;
            }
            else
            {
                byte[] held = await HoldAsync(run, cancellationToken).ConfigureAwait(false);
                await ReadTailAsync(run, message, cancellationToken).ConfigureAwait(false);
                return new FetchedBody(this, message, run.Owed, held.AsMemory());
            }
        }

        return new FetchedBody(this, message, run.Owed, BodyLength);
    }

    private async ValueTask CloseBodyAsync(FetchRun run, FetchedBody body, FetchedMessage message, CancellationToken cancellationToken)
    {
        body.Close();
        while (run.Owed.BodyLeft > 0)
        {
            if (_wire.Input.Length == 0)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }

            int take = (int)Math.Min(run.Owed.BodyLeft, _wire.Input.Length);
            Consume(take);
            run.Owed.BodyLeft -= take;
        }

        await ReadTailAsync(run, message, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask ReadTailAsync(FetchRun run, FetchedMessage message, CancellationToken cancellationToken)
    {
        while (run.Owed.InsideResponse)
        {
            if (TryScan(streamBodies: false, out _) is { } length)
            {
                ReadTail(message, length);
                Consume(length);
                run.Owed.InsideResponse = false;
            }
            else
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void ReadTail(FetchedMessage message, int length)
    {
        try
        {
            var decoder = new ImapDecoder(_wire.Input.Buffered.Slice(0, length), Pool);
            FetchReader.Read(ref decoder, message, out _);
        }
        catch (ServerProtocolException)
        {
            _wire.Abort();
            throw;
        }
    }

    private void ReadHead(FetchedMessage message, int length)
    {
        ReadOnlySpan<byte> unit = _wire.Input.Buffered.Slice(0, length);
        TraceServer(unit);
        var decoder = new ImapDecoder(unit, Pool);
        if (!FetchRun.TryOpen(ref decoder, out uint sequence))
        {
            throw decoder.Error("response-data: a body outside FETCH");
        }

        message.Sequence = sequence;
        FetchReader.Read(ref decoder, message, out _);
    }

    // A whole unit: a short body that came quoted, a message without one (NIL), news, or the end of a command.
    private FetchedBody? Whole(FetchRun run, FetchedMessage message, int length)
    {
        ReadOnlySpan<byte> unit = _wire.Input.Buffered.Slice(0, length);
        var decoder = new ImapDecoder(unit, Pool);
        if (FetchRun.TryOpen(ref decoder, out uint sequence))
        {
            TraceServer(unit);
            _wire.Input.Progressed();
            message.Sequence = sequence;
            FetchReader.Seen seen = FetchReader.Read(ref decoder, message, out byte[]? octets);
            if ((seen & FetchReader.Seen.Body) != 0 && message.Uid != 0)
            {
                return new FetchedBody(this, message, run.Owed, octets.AsMemory());
            }

            CountResponse(unit);
            return null;
        }

        Received received = Interpret(unit, null);
        if (received.Tag != 0)
        {
            run.Complete(received);
        }

        return null;
    }

    private async ValueTask<byte[]> HoldAsync(FetchRun run, CancellationToken cancellationToken)
    {
        if (run.Owed.BodyLeft > ImapLimits.HeldBodyOctets)
        {
            throw new ServerProtocolException("in msg-att: a body of this size without its UID before it");
        }

        // Not by the announced length at once: a server that announces much and sends little costs little.
        using var held = new MemoryStream();
        while (run.Owed.BodyLeft > 0)
        {
            if (_wire.Input.Length == 0)
            {
                await FillAsync(cancellationToken).ConfigureAwait(false);
            }

            int take = (int)Math.Min(run.Owed.BodyLeft, _wire.Input.Length);
            held.Write(_wire.Input.Buffered.Slice(0, take));
            Consume(take);
            run.Owed.BodyLeft -= take;
        }

        return held.ToArray();
    }
}
