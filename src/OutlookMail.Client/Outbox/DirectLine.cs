using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// A session's own part in the outbox of its mailbox: the worker that its direct mails are leased to, and the place among
/// the mailbox's connections that its kept one takes.
/// </summary>
internal sealed class DirectLine : IDisposable
{
    // Others of the mailbox hold all its connections; they are looked at again that often.
    private static readonly TimeSpan SlotPause = TimeSpan.FromSeconds(5);

    // A place counts for as long as a lease; said anew in time, and left to run out by a session that sends no more.
    private static readonly TimeSpan SlotRenewal = TimeSpan.FromTicks(OutboxStore.LeaseDuration.Ticks / 2);

    private readonly OutboxStore store;
    private readonly string mailbox;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim turn = new(1, 1);
    private long? slot;
    private DateTimeOffset heldOn;

    public DirectLine(OutboxStore store, string mailbox, TimeProvider time)
    {
        this.store = store;
        this.mailbox = mailbox;
        this.time = time;
        Worker = store.StartWorker();
    }

    public OutboxWorker Worker { get; }

    /// <summary>True while it has a place among the mailbox's connections that need not be said anew.</summary>
    public bool HoldsConnection => slot is not null && time.GetUtcNow() - heldOn < SlotRenewal;

    /// <summary>Waits for a place among the mailbox's connections unless the session has one.</summary>
    /// <returns>False: there was none until <paramref name="deadline"/>.</returns>
    public async Task<bool> HoldConnectionAsync(DateTimeOffset deadline, CancellationToken stop)
    {
        await turn.WaitAsync(stop);
        try
        {
            if (HoldsConnection)
            {
                return true;
            }

            if (slot is { } old)
            {
                slot = null;
                store.ReturnConnection(old);
            }

            while ((slot = store.TakeConnection(mailbox, Worker)) is null)
            {
                if (time.GetUtcNow() >= deadline)
                {
                    return false;
                }

                store.Recover();
                await time.DelayAsync(SlotPause, stop);
            }

            heldOn = time.GetUtcNow();
            return true;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        try
        {
            if (slot is { } number)
            {
                store.ReturnConnection(number);
            }
        }
        catch (StoreException)
        {
            // It runs out by itself.
        }

        Worker.Dispose();
        turn.Dispose();
    }
}
