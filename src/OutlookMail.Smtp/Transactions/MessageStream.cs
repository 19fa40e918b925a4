using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp.Shims;
using OutlookMail.Wire;

namespace OutlookMail.Smtp.Transactions;

/// <summary>Where a message writes itself to once the server waits for it. What is sent when is decided here: a message
/// that flushes each line must not become a packet for each line.</summary>
internal abstract class MessageStream : WriteOnlyStream
{
    private bool _isClosed;

    protected MessageStream(WireConnection wire)
    {
        Wire = wire;
    }

    /// <summary>Octets of the message taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>What the connection threw while the message was written; null when it was the message itself that failed.</summary>
    public Exception? ConnectionFailure { get; private set; }

    protected WireConnection Wire { get; }

    /// <summary>Adds the mail's end to the output, unsent.</summary>
    public void WriteEnd()
    {
        _isClosed = true;
        AppendEnd();
        Wire.Trace?.ClientBody(Taken);
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes octets that fit without sending anything.</summary>
    protected abstract bool TryAppend(ReadOnlySpan<byte> octets);

    /// <summary>Takes octets, sending what has to go first.</summary>
    protected abstract ValueTask AppendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken);

    protected abstract void AppendEnd();

    protected sealed override ValueTask TakeAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (_isClosed)
        {
            // What came now would be read by the server as commands.
            throw new ObjectDisposedException(nameof(MessageStream));
        }

        Taken += octets.Length;
        return TryAppend(octets.Span) ? default : AppendOrFailAsync(octets, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        _isClosed = true;
        base.Dispose(disposing);
    }

    private async ValueTask AppendOrFailAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        try
        {
            await AppendAsync(octets, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            ConnectionFailure = e;
            throw;
        }
    }
}
