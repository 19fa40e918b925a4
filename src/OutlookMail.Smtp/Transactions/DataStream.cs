using System;
using System.Buffers;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Grammar;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>The message behind DATA: dot-stuffed into the connection's output, which is sent whenever it is full and else
/// kept, so that a short message and its end share one write.</summary>
internal sealed class DataStream : MessageStream
{
    // Small enough that stuffing a piece cannot make the output grow far beyond its threshold.
    private const int MaxPiece = 16 * 1024;

    private readonly OutputWriter _writer;
    private DotStuffer _stuffer;

    public DataStream(WireConnection wire)
        : base(wire)
    {
        _writer = new OutputWriter(wire.Output);
    }

    protected override bool TryAppend(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > MaxPiece || Wire.Output.Count >= WireOutput.FlushThreshold)
        {
            return false;
        }

        _stuffer.Write(octets, _writer);
        return true;
    }

    protected override async ValueTask AppendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        while (octets.Length > 0)
        {
            if (Wire.Output.Count >= WireOutput.FlushThreshold)
            {
                await Wire.Output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            int piece = Math.Min(octets.Length, MaxPiece);
            _stuffer.Write(octets.Span.Slice(0, piece), _writer);
            octets = octets.Slice(piece);
        }
    }

    protected override void AppendEnd() => _stuffer.Finish(_writer);

    private sealed class OutputWriter(WireOutput output) : IBufferWriter<byte>
    {
        public void Advance(int count) => output.Advance(count);

        public Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(Math.Max(sizeHint, 1));

        public Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();
    }
}
