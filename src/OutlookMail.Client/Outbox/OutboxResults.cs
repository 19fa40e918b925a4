using System;
using System.Collections.Generic;
using System.Threading.Channels;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What a run has come to, handed on in pages: somebody who is woken for each mail costs more than the mail.</summary>
internal sealed class OutboxResults
{
    // As long as a cmdlet keeps a page of objects.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(50);

    private readonly Channel<List<OutlookOutboxItem>> pages = Channel.CreateUnbounded<List<OutlookOutboxItem>>();
    private readonly object gate = new();
    private readonly TimeProvider time;
    private List<OutlookOutboxItem> page = [];
    private long begunOn;

    public OutboxResults(TimeProvider time) => this.time = time;

    public ChannelReader<List<OutlookOutboxItem>> Pages => pages.Reader;

    /// <summary>Handed on with the page, at the latest with what comes after <see cref="LongestWait"/>.</summary>
    public void Add(OutlookOutboxItem item)
    {
        lock (gate)
        {
            if (page.Count == 0)
            {
                begunOn = time.GetTimestamp();
            }

            page.Add(item);
            if (time.GetElapsedTime(begunOn) >= LongestWait)
            {
                HandOn();
            }
        }
    }

    /// <summary>No more comes for a while.</summary>
    public void Flush()
    {
        lock (gate)
        {
            HandOn();
        }
    }

    public void Complete(Exception? error)
    {
        Flush();
        pages.Writer.TryComplete(error);
    }

    private void HandOn()
    {
        if (page.Count > 0)
        {
            pages.Writer.TryWrite(page);
            page = [];
        }
    }
}
