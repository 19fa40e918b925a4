using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>Takes a literal's octets, never more than it announced, and sends them in pieces.</summary>
internal sealed class AppendStream : Stream
{
    private readonly WireOutput _output;
    private long _left;

    public AppendStream(WireOutput output, long length)
    {
        _output = output;
        _left = length;
    }

    /// <summary>Octets that are still missing.</summary>
    public long Left => _left;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Add(buffer.AsSpan(offset, count));

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await SendAsync(buffer.AsMemory(offset, count), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Large pieces go out as they are; small ones are collected.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (octets.Length >= WireOutput.FlushThreshold)
        {
            Count(octets.Length);
            await _output.SendAsync(octets, cancellationToken).ConfigureAwait(false);
            return;
        }

        Add(octets.Span);
        if (_output.Count >= WireOutput.FlushThreshold)
        {
            await _output.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Add(ReadOnlySpan<byte> octets)
    {
        Count(octets.Length);
        _output.Write(octets);
        if (_output.Count >= 16 * WireOutput.FlushThreshold)
        {
            // Somebody writes synchronously without end: better to block than to hold it all.
            _output.FlushAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
    }

    private void Count(int octets)
    {
        if (octets > _left)
        {
            throw new InvalidOperationException("The message is longer than it was said to be.");
        }

        _left -= octets;
    }
}
