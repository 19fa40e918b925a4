using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>Gives one octet a second of a clock that moves with it. The same octets again and again at the end, when they are to repeat.</summary>
internal sealed class DribblingStream(byte[] octets, ManualTime time, int repeatFrom = -1) : Stream
{
    private int at;
    private bool disposed;

    public int Given { get; private set; }

    /// <summary>Octets that come at once, before the dribbling.</summary>
    public int AtOnce { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Given < AtOnce)
        {
            int count = Math.Min(AtOnce - Given, buffer.Length);
            octets.AsMemory(at, count).CopyTo(buffer);
            at += count;
            Given += count;
            return count;
        }

        // Not before the reader waits: its timer has to be running.
        await Task.Yield();
        await time.Armed;
        time.Advance(TimeSpan.FromSeconds(1));
        ObjectDisposedException.ThrowIf(disposed, this);
        if (at == octets.Length)
        {
            if (repeatFrom < 0)
            {
                return 0;
            }

            at = repeatFrom;
        }

        buffer.Span[0] = octets[at++];
        Given++;
        return 1;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => default;

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.CompletedTask;

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count)
    {
    }

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing) => disposed = true;
}
