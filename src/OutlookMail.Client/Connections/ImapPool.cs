using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>
/// One mailbox's IMAP connections: opened when first needed, kept between commands, each with the folder it has open.
/// Work takes turns, and no turn may span a result that waits for its consumer: a pipeline that lists and reads the same
/// mailbox would otherwise wait for itself.
/// </summary>
internal sealed partial class ImapPool : IAsyncDisposable
{
    /// <summary>One serves every command; more only pay for exports, and each costs a sign-in.</summary>
    public const int DefaultSize = 1;

    /// <summary>Exchange lets a mailbox have about twenty, and its dead ones linger (facts 4.3): four of one process stay clear of that.</summary>
    public const int LargestSize = 4;

    /// <summary>A connection idle for longer is tried before work that must not be begun twice.</summary>
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(20);

    private readonly LiveSession session;
    private readonly SemaphoreSlim places;
    private readonly object gate = new();
    private readonly List<Kept> idle = [];
    private bool closed;

    public ImapPool(LiveSession session, int size)
    {
        this.session = session;
        places = new SemaphoreSlim(size, size);
    }

    /// <summary>Some command has succeeded: the mailbox is there and may be read.</summary>
    public bool HasWorked { get; private set; }

    /// <summary>Waits for a turn. The connection is the one that has the folder open, if that one is free.</summary>
    public async Task<ImapLease> RentAsync(string? folder, CancellationToken cancellationToken)
    {
        await places.WaitAsync(cancellationToken);
        return new ImapLease(session, Take(folder), Return);
    }

    /// <summary>A connection beside the pool's own, for work that keeps it busy: IDLE.</summary>
    public ImapLease RentOwn() => new(session, null, null);

    public async ValueTask DisposeAsync()
    {
        Kept[] all;
        lock (gate)
        {
            closed = true;
            all = idle.ToArray();
            idle.Clear();
        }

        foreach (var kept in all)
        {
            await kept.Connection.DisposeAsync();
        }
    }

    internal void Worked() => HasWorked = true;

    private Kept? Take(string? folder)
    {
        lock (gate)
        {
            idle.RemoveAll(kept => kept.Connection.IsBroken);
            if (idle.Count == 0)
            {
                return null;
            }

            // The one used last is the least likely to have been ended by the server.
            var at = idle.FindLastIndex(kept => folder is not null && kept.Connection.Selected?.Name == folder);
            var taken = idle[at < 0 ? idle.Count - 1 : at];
            idle.Remove(taken);
            return taken;
        }
    }

    private bool Return(ImapConnection? connection, TokenTerm? term)
    {
        var isKept = false;
        lock (gate)
        {
            if (connection is { IsBroken: false } && !closed)
            {
                idle.Add(new Kept(connection, session.Wire.Time.GetUtcNow(), term));
                isKept = true;
            }
        }

        places.Release();
        return isKept;
    }

    internal sealed record Kept(ImapConnection Connection, DateTimeOffset Since, TokenTerm? Term)
    {
        public bool IsTrusted(DateTimeOffset now) => now - Since < Trusted;
    }
}
