using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>
/// One UID FETCH over many messages, cut into commands of a growing size of which two are on the way at a time: the
/// server never waits for us, and a caller that leaves after a few messages owes little.
/// </summary>
internal sealed class FetchRun
{
    /// <summary>One is being answered while the next waits at the server.</summary>
    private const int InFlight = 2;

    private readonly ImapConnection _connection;
    private readonly UidChunks _chunks;
    private readonly string _items;
    private readonly long _largest;
    private readonly Queue<(uint Tag, UidFetchCommand Command)> _sent = new();
    private long _size;

    public FetchRun(ImapConnection connection, UidSet uids, string items, long firstSize, long largestSize)
    {
        _connection = connection;
        _chunks = new UidChunks(uids);
        _items = items;
        _size = firstSize;
        _largest = largestSize;
    }

    public Outstanding Owed { get; } = new();

    /// <summary>The command being answered now: servers answer in order.</summary>
    public UidFetchCommand? Current => _sent.Count > 0 ? _sent.Peek().Command : null;

    public bool IsDone => _sent.Count == 0 && _chunks.IsDone;

    /// <summary>Sends what may be sent now.</summary>
    /// <param name="single">One message in each command.</param>
    /// <param name="ahead">False: only when nothing is on the way.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async ValueTask TopUpAsync(bool single, bool ahead, CancellationToken cancellationToken)
    {
        bool wrote = false;
        int most = !ahead ? 1 : single ? 8 * InFlight : InFlight;
        while (_sent.Count < most && !_chunks.IsDone)
        {
            var command = new UidFetchCommand(_chunks.Take(single ? 1 : _size), _items);
            _sent.Enqueue((await _connection.WriteAsync(command, Owed, cancellationToken).ConfigureAwait(false), command));
            _size = Math.Min(2 * _size, _largest);
            wrote = true;
        }

        if (wrote)
        {
            await _connection.Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes a tagged answer.</summary>
    /// <exception cref="ImapRefusedException">NO or BAD, except that messages are gone by now.</exception>
    public void Complete(ImapConnection.Received received)
    {
        if (_sent.Count == 0 || received.Tag != _sent.Peek().Tag)
        {
            throw new ServerProtocolException("in response-tagged: out of order");
        }

        Owed.Answer(received);
        Owed.TryTake(received.Tag);
        UidFetchCommand command = _sent.Dequeue().Command;
        // RFC 5530 §3: what was expunged meanwhile does not come.
        if (received.Status!.Status != ImapStatus.Ok && received.Status.Code != "EXPUNGEISSUED")
        {
            throw ImapConnection.Refused(command, received.Status);
        }
    }

    /// <summary>If the unit is a FETCH response: its sequence number, and the decoder behind its opening parenthesis.</summary>
    public static bool TryOpen(ref ImapDecoder decoder, out uint sequence)
    {
        int start = decoder.Position;
        if (decoder.TryChar('*') && decoder.TrySpace() && decoder.TryNumber(out sequence) && decoder.TrySpace()
            && decoder.TryAtom(out ReadOnlySpan<byte> word) && Keyword.Is(word, "FETCH") && decoder.TrySpace() && decoder.TryChar('('))
        {
            return true;
        }

        decoder.Position = start;
        sequence = 0;
        return false;
    }
}
