using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>
/// One UID FETCH over many messages, cut into commands of a growing size: a caller that leaves after a few messages
/// owes little. The next command is sent when the last message of the one before begins to arrive. Not sooner: a server
/// may answer two commands at once (RFC 9051 §5.5; Dovecot does when its output is full), and messages would come out
/// of order. Not later: the server would wait for us.
/// </summary>
internal sealed class FetchRun
{
    private readonly ImapConnection _connection;
    private readonly UidChunks _chunks;
    private readonly string _items;
    private readonly long _largest;
    private readonly List<(uint Tag, UidFetchCommand Command)> _sent = [];
    private uint _lastUid;
    private bool _lastBegan;
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

    /// <summary>The only command on the way; null when there are two, or none.</summary>
    public UidFetchCommand? Only => _sent.Count == 1 ? _sent[0].Command : null;

    public bool IsDone => _sent.Count == 0 && _chunks.IsDone;

    /// <summary>A message has come, or its body begins.</summary>
    public void Began(uint uid) => _lastBegan |= uid == _lastUid;

    /// <summary>Sends the next command if it is time.</summary>
    /// <param name="single">One message in each command, and one command at a time.</param>
    /// <param name="ahead">False: only when nothing is on the way.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public ValueTask TopUpAsync(bool single, bool ahead, CancellationToken cancellationToken)
    {
        bool send = !_chunks.IsDone && (_sent.Count == 0 || (_sent.Count == 1 && _lastBegan && ahead && !single));
        return send ? SendAsync(single ? 1 : _size, cancellationToken) : default;
    }

    /// <summary>Takes a tagged answer.</summary>
    /// <exception cref="ImapRefusedException">NO or BAD, except that messages are gone by now.</exception>
    public void Complete(ImapConnection.Received received)
    {
        int at = _sent.FindIndex(s => s.Tag == received.Tag);
        if (at < 0)
        {
            throw new ServerProtocolException("in response-tagged: a tag that nobody waits for");
        }

        UidFetchCommand command = _sent[at].Command;
        _sent.RemoveAt(at);
        Owed.Answer(received);
        Owed.TryTake(received.Tag);
        // RFC 5530 §3: what was expunged meanwhile does not come.
        if (received.Status!.Status != ImapStatus.Ok && received.Status.Code != "EXPUNGEISSUED")
        {
            throw ImapConnection.Refused(command, received.Status);
        }
    }

    private async ValueTask SendAsync(long most, CancellationToken cancellationToken)
    {
        UidSet uids = _chunks.Take(most);
        var command = new UidFetchCommand(uids, _items);
        _sent.Add((await _connection.WriteAsync(command, Owed, cancellationToken).ConfigureAwait(false), command));
        _lastUid = uids.Ranges[uids.Ranges.Count - 1].Last;
        _lastBegan = false;
        _size = Math.Min(2 * _size, _largest);
        await _connection.Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
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
