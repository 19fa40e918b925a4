using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>Gives octets in given pieces, one for each read, and then the end; or, held open, waits until it is closed.</summary>
internal sealed class PieceStream : Stream
{
    private readonly byte[] _octets;
    private readonly Queue<int> _pieces;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _at;

    public PieceStream(byte[] octets, IEnumerable<int>? pieces = null, bool heldOpen = false)
    {
        _octets = octets;
        _pieces = new Queue<int>(pieces ?? [octets.Length]);
        HeldOpen = heldOpen;
    }

    public bool HeldOpen { get; }

    public MemoryStream Written { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_at == _octets.Length && HeldOpen)
        {
            await _closed.Task;
            throw new ObjectDisposedException(nameof(PieceStream));
        }

        int piece = _pieces.Count > 0 ? _pieces.Dequeue() : _octets.Length - _at;
        int count = Math.Min(Math.Min(piece, buffer.Length), _octets.Length - _at);
        _octets.AsSpan(_at, count).CopyTo(buffer.Span);
        _at += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Written.Write(buffer, offset, count);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Written.Write(buffer, offset, count);
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _closed.TrySetResult();
        base.Dispose(disposing);
    }
}
