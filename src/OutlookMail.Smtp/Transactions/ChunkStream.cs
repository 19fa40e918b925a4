using System;
using System.Buffers;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Commands;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>The message in BDAT chunks, RFC 3030 §2: octets as they are, the last chunk marked LAST. A refusal in the
/// middle of a long message is seen after a few chunks, and the connection outlives it.</summary>
internal sealed class ChunkStream : MessageStream
{
    // Few replies for a long message, and little to throw away when it is refused.
    private const int ChunkOctets = 128 * 1024;

    // Enough to keep a line of 100 ms and 40 Mbit/s busy.
    private const int MaxUnanswered = 4;

    private readonly CommandChannel _channel;
    private readonly bool _pipelines;
    private readonly byte[] _chunk = ArrayPool<byte>.Shared.Rent(ChunkOctets);
    private int _count;
    private bool _isReturned;

    public ChunkStream(CommandChannel channel, bool pipelines)
        : base(channel.Wire)
    {
        _channel = channel;
        _pipelines = pipelines;
    }

    /// <summary>Chunks sent whose replies were not read yet, the last one not among them.</summary>
    public int Unanswered { get; private set; }

    /// <summary>The reply that refused a chunk; no other can be accepted after it (RFC 3030 §2).</summary>
    public SmtpReply? Refusal { get; private set; }

    /// <summary>Reads the reply to the oldest chunk.</summary>
    /// <exception cref="ServerProtocolException">Neither yes nor no.</exception>
    public async Task ReadReplyAsync(CancellationToken cancellationToken)
    {
        SmtpReply reply = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        Unanswered--;
        if (reply.Code / 100 == 3 || (Refusal is not null && reply.IsPositive))
        {
            throw _channel.Unexpected(reply, "in BDAT");
        }

        if (!reply.IsPositive)
        {
            Refusal ??= reply;
        }
    }

    /// <summary>Reads the replies that are here already, without waiting for one.</summary>
    public async Task ReadWhatHasComeAsync(CancellationToken cancellationToken)
    {
        while (Unanswered > 0 && Wire.Input.Length > 0 && !_channel.IsClosing)
        {
            await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    protected override bool TryAppend(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > ChunkOctets - _count)
        {
            return false;
        }

        octets.CopyTo(_chunk.AsSpan(_count));
        _count += octets.Length;
        return true;
    }

    protected override async ValueTask AppendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        while (octets.Length > 0)
        {
            if (_count == ChunkOctets)
            {
                await SendChunkAsync(cancellationToken).ConfigureAwait(false);
            }

            int piece = Math.Min(octets.Length, ChunkOctets - _count);
            octets.Span.Slice(0, piece).CopyTo(_chunk.AsSpan(_count));
            _count += piece;
            octets = octets.Slice(piece);
        }
    }

    protected override void AppendEnd()
    {
        Wire.Output.WriteLine(string.Format(CultureInfo.InvariantCulture, "BDAT {0} LAST", _count));
        Wire.Output.Write(_chunk.AsSpan(0, _count));
    }

    protected override void Dispose(bool disposing)
    {
        if (!_isReturned)
        {
            _isReturned = true;
            ArrayPool<byte>.Shared.Return(_chunk);
        }

        base.Dispose(disposing);
    }

    private async Task SendChunkAsync(CancellationToken cancellationToken)
    {
        await ReadWhatHasComeAsync(cancellationToken).ConfigureAwait(false);
        while (Unanswered >= (_pipelines ? MaxUnanswered : 1) && Refusal is null)
        {
            await ReadReplyAsync(cancellationToken).ConfigureAwait(false);
        }

        if (Refusal is not null)
        {
            throw new SmtpRefusedException("BDAT", Refusal);
        }

        Wire.Output.WriteLine(string.Format(CultureInfo.InvariantCulture, "BDAT {0}", _count));
        await Wire.Output.SendAsync(_chunk.AsMemory(0, _count), cancellationToken).ConfigureAwait(false);
        _count = 0;
        Unanswered++;
    }
}
