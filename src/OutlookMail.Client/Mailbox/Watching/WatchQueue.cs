using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Events on their way to a consumer that takes its time: once it is full, the folders are not listened to.</summary>
internal sealed class WatchQueue : IDisposable
{
    private const int Capacity = 1000;

    private readonly Queue<OutlookMailboxEvent> events = new();
    private readonly SemaphoreSlim room = new(Capacity, Capacity);
    private readonly SemaphoreSlim filled = new(0);

    public async Task AddAsync(OutlookMailboxEvent item, CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken);
        lock (events)
        {
            events.Enqueue(item);
        }

        filled.Release();
    }

    /// <summary>Wakes the consumer to see that a folder's watch has ended.</summary>
    public void Wake() => filled.Release();

    /// <returns>Null when it was woken for nothing.</returns>
    public async Task<OutlookMailboxEvent?> TakeAsync(CancellationToken cancellationToken)
    {
        await filled.WaitAsync(cancellationToken);
        lock (events)
        {
            if (events.Count == 0)
            {
                return null;
            }

            room.Release();
            return events.Dequeue();
        }
    }

    public void Dispose()
    {
        room.Dispose();
        filled.Dispose();
    }
}
