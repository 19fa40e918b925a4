using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

internal sealed class FetchedBodyStream : Stream
{
    private readonly FetchedBody _body;

    public FetchedBodyStream(FetchedBody body) => _body = body;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) =>
        ReadOctetsAsync(buffer.AsMemory(offset, count), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadOctetsAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<int> ReadOctetsAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        ReadOnlyMemory<byte> octets = await _body.ReadAsync(cancellationToken).ConfigureAwait(false);
        int count = Math.Min(octets.Length, buffer.Length);
        octets.Slice(0, count).CopyTo(buffer);
        _body.Advance(count);
        return count;
    }
}
