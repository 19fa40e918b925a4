using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Grammar;
using OutlookMail.Smtp.Shims;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>Where a message writes itself to after 354: dot-stuffed into the connection's output, which is sent
/// whenever it is full and else kept, so that a short message and its end share one write.</summary>
internal sealed class ContentStream : WriteOnlyStream
{
    // Small enough that stuffing a piece cannot make the output grow far beyond its threshold.
    private const int MaxPiece = 16 * 1024;

    private readonly WireConnection _wire;
    private readonly OutputWriter _writer;
    private DotStuffer _stuffer;
    private bool _isClosed;

    public ContentStream(WireConnection wire)
    {
        _wire = wire;
        _writer = new OutputWriter(wire.Output);
    }

    /// <summary>Octets taken, before stuffing.</summary>
    public long Taken { get; private set; }

    /// <summary>What the connection threw while the message was written; null when it was the message itself that failed.</summary>
    public Exception? ConnectionFailure { get; private set; }

    /// <summary>Adds the mail's end to the output, unsent.</summary>
    public void WriteEnd()
    {
        _isClosed = true;
        _stuffer.Finish(_writer);
        _wire.Trace?.ClientBody(Taken);
    }

    // When to send is decided here: a message that flushes each line must not become a packet for each line.
    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override ValueTask TakeAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (_isClosed)
        {
            // What came now would be read by the server as commands.
            throw new ObjectDisposedException(nameof(ContentStream));
        }

        Taken += octets.Length;
        if (octets.Length <= MaxPiece && _wire.Output.Count < WireOutput.FlushThreshold)
        {
            _stuffer.Write(octets.Span, _writer);
            return default;
        }

        return TakeAndSendAsync(octets, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        base.Dispose(disposing);
    }

    private async ValueTask TakeAndSendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        while (octets.Length > 0)
        {
            if (_wire.Output.Count >= WireOutput.FlushThreshold)
            {
                try
                {
                    await _wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    ConnectionFailure = e;
                    throw;
                }
            }

            int piece = Math.Min(octets.Length, MaxPiece);
            _stuffer.Write(octets.Span.Slice(0, piece), _writer);
            octets = octets.Slice(piece);
        }
    }

    private sealed class OutputWriter(WireOutput output) : IBufferWriter<byte>
    {
        public void Advance(int count) => output.Advance(count);

        public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(Math.Max(sizeHint, 1));

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();
    }
}
