using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

/// <summary>
/// A message's octets on their way from the server. They can be read once, while the enumeration stands at this body;
/// what is not read is dropped when it moves on.
/// </summary>
public sealed class FetchedBody
{
    private readonly ImapConnection _connection;
    private readonly FetchedMessage _message;
    private readonly Outstanding _owed;
    private ReadOnlyMemory<byte> _held;
    private bool _over;

    internal FetchedBody(ImapConnection connection, FetchedMessage message, Outstanding owed, long length)
    {
        _connection = connection;
        _message = message;
        _owed = owed;
        Length = length;
    }

    internal FetchedBody(ImapConnection connection, FetchedMessage message, Outstanding owed, ReadOnlyMemory<byte> held)
        : this(connection, message, owed, held.Length)
    {
        _held = held;
    }

    public uint Uid => _message.Uid;

    /// <summary>Octets that the server sends now: right, unlike the size in a summary.</summary>
    public long Length { get; }

    /// <summary>Servers may send them behind the octets; then this is empty until they were read.</summary>
    public IReadOnlyList<string> Flags => _message.Flags;

    /// <summary>Likewise.</summary>
    public DateTimeOffset? InternalDate => _message.InternalDate;

    /// <summary>Copies what was not read yet.</summary>
    /// <exception cref="ConnectionBrokenException">The server stopped before the end; part of the message was written.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        CheckCurrent();
        // A file opened for synchronous use takes its octets into the page cache at once; its WriteAsync would only
        // move the same call to another thread.
        bool direct = target is FileStream { IsAsync: false } or MemoryStream;
        while (true)
        {
            ReadOnlyMemory<byte> octets = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (octets.IsEmpty)
            {
                return;
            }

            if (direct)
            {
                target.Write(octets.Span);
            }
            else
            {
                await target.WriteAsync(octets, cancellationToken).ConfigureAwait(false);
            }

            Advance(octets.Length);
        }
    }

    /// <summary>What was not read yet, as a stream that cannot seek.</summary>
    public Stream OpenRead()
    {
        CheckCurrent();
        return new FetchedBodyStream(this);
    }

    internal void Close() => _over = true;

    /// <summary>
    /// The next octets, as many as are there, in the connection's own buffer: valid until the next read. Empty at the end
    /// of the body. Follow with <see cref="Advance"/>.
    /// </summary>
    /// <exception cref="ConnectionBrokenException">The server stopped before the end.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(CancellationToken cancellationToken)
    {
        CheckCurrent();
        if (!_held.IsEmpty || _owed.BodyLeft == 0)
        {
            return _held;
        }

        WireInput input = _connection.Wire.Input;
        if (input.Length == 0)
        {
            await input.FillAsync(cancellationToken).ConfigureAwait(false);
        }

        return input.BufferedMemory.Slice(0, (int)Math.Min(input.Length, _owed.BodyLeft));
    }

    /// <summary>Octets of <see cref="ReadAsync"/> that are done with.</summary>
    public void Advance(int count)
    {
        if (!_held.IsEmpty)
        {
            _held = _held.Slice(count);
            return;
        }

        _connection.Consume(count);
        _owed.BodyLeft -= count;
    }

    private void CheckCurrent()
    {
        if (_over)
        {
            throw new InvalidOperationException("The enumeration has moved on: this body can no longer be read.");
        }
    }
}
