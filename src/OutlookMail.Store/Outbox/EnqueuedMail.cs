using System;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>What became of a mail that was to be put into the outbox.</summary>
public sealed class EnqueuedMail
{
    internal EnqueuedMail(long id, bool isNew, OutlookOutboxState state)
    {
        Id = id;
        IsNew = isNew;
        State = state;
    }

    public long Id { get; }

    /// <summary>False: its idempotency key is known, and <see cref="Id"/> is the mail that has it. Nothing was added.</summary>
    public bool IsNew { get; }

    /// <summary>The state that the mail is in now.</summary>
    public OutlookOutboxState State { get; }

    /// <summary>The lease of a direct mail that is new.</summary>
    public LeasedMail? Lease { get; internal set; }

    /// <summary>For a direct mail: null, it may go and is counted with the governor; otherwise when to ask again
    /// (<see cref="OutboxStore.Admit"/>), and why.</summary>
    public (DateTimeOffset On, string Reason)? Obstacle { get; internal set; }
}
