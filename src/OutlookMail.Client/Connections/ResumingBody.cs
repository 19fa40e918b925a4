using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>
/// A message on its way, which goes on over a new connection when the old one ends. Read once, before the next one is
/// asked for.
/// </summary>
internal sealed class ResumingBody
{
    /// <summary>
    /// Octets asked for again behind a cut, and compared. Exchange makes some messages anew for each FETCH, with other
    /// boundaries; the length alone would not show it.
    /// </summary>
    internal const int Overlap = 256;

    /// <summary>A message that is cut and then another one, time after time, is given up.</summary>
    private const int MostRestarts = 2;

    private readonly Func<ResumingBody, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> read;
    private readonly byte[] tail;
    private long position;
    private bool canRestart;
    private int restarts;
    private bool restarted;

    /// <param name="read">Gives the next octets, over a new connection when the old one ends; empty at the end.</param>
    /// <param name="first">What the first connection gives.</param>
    /// <param name="tail">Room for the last octets read, <see cref="Overlap"/> of them: one body is read at a time, and all share it.</param>
    public ResumingBody(Func<ResumingBody, CancellationToken, ValueTask<ReadOnlyMemory<byte>>> read, FetchedBody first, byte[] tail)
    {
        this.read = read;
        this.tail = tail;
        Part = first;
        Uid = first.Uid;
        Length = first.Length;
        Flags = first.Flags;
        InternalDate = first.InternalDate;
    }

    public uint Uid { get; }

    /// <summary>Octets.</summary>
    public long Length { get; private set; }

    public IReadOnlyList<string> Flags { get; private set; }

    public DateTimeOffset? InternalDate { get; private set; }

    /// <summary>The server's own text in place of the message; known once the body was read.</summary>
    public bool IsSubstitute { get; private set; }

    /// <summary>What the present connection gives of it.</summary>
    internal FetchedBody Part { get; private set; }

    /// <summary>Where the next connection has to begin.</summary>
    internal long ResumeFrom => position - TailLength;

    private int TailLength => (int)Math.Min(position, Overlap);

    /// <summary>Copies what was not read yet.</summary>
    /// <exception cref="Model.OutlookMailException">The rest could not be had; part of the message was written.</exception>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        // A file opened for synchronous use takes its octets into the page cache at once; its WriteAsync would only
        // move the same call to another thread.
        var direct = target is FileStream { IsAsync: false } or MemoryStream;
        canRestart = target.CanSeek && position == 0;
        var start = canRestart ? target.Position : 0;
        while (true)
        {
            var octets = await read(this, cancellationToken);
            if (restarted)
            {
                restarted = false;
                target.SetLength(start);
                target.Position = start;
            }

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
                await target.WriteAsync(octets, cancellationToken);
            }

            Take(octets);
        }
    }

    /// <summary>What was not read yet, as a stream that cannot seek.</summary>
    public Stream OpenRead() => new ResumingBodyStream(this);

    internal async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var octets = await read(this, cancellationToken);
        octets = octets.Slice(0, Math.Min(octets.Length, buffer.Length));
        octets.CopyTo(buffer);
        Take(octets);
        return octets.Length;
    }

    /// <summary>Goes on with what another connection gives.</summary>
    /// <returns>False: it does not continue what came before, and is to be asked for from its beginning.</returns>
    /// <exception cref="BodyChangedException">The same, where the beginning has been given away.</exception>
    internal async ValueTask<bool> TryResumeAsync(FetchedBody part, CancellationToken cancellationToken)
    {
        if (position == 0)
        {
            Length = part.Length;
        }

        if (part.Length == Length - ResumeFrom && await ContinuesAsync(part, cancellationToken))
        {
            Part = part;
            return true;
        }

        if (!canRestart || restarts++ == MostRestarts)
        {
            throw new BodyChangedException(Uid);
        }

        position = 0;
        restarted = true;
        return false;
    }

    private async ValueTask<bool> ContinuesAsync(FetchedBody part, CancellationToken cancellationToken)
    {
        for (var compared = 0; compared < TailLength;)
        {
            var octets = await part.ReadAsync(cancellationToken);
            octets = octets.Slice(0, Math.Min(octets.Length, TailLength - compared));
            if (octets.IsEmpty || !octets.Span.SequenceEqual(tail.AsSpan(Overlap - TailLength + compared, octets.Length)))
            {
                return false;
            }

            compared += octets.Length;
            part.Advance(octets.Length);
        }

        return true;
    }

    /// <summary>Octets of <see cref="Part"/> that were used.</summary>
    internal void Take(ReadOnlyMemory<byte> octets)
    {
        if (position == 0)
        {
            IsSubstitute = SubstituteMessage.Is(octets.Span);
        }

        // The last octets, at the end of the buffer.
        var kept = octets.Span.Slice(Math.Max(0, octets.Length - Overlap));
        tail.AsSpan(kept.Length).CopyTo(tail);
        kept.CopyTo(tail.AsSpan(Overlap - kept.Length));
        position += octets.Length;
        Part.Advance(octets.Length);
        // They may have come behind the octets.
        Flags = Part.Flags.Count > 0 ? Part.Flags : Flags;
        InternalDate ??= Part.InternalDate;
    }
}
