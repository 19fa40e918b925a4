using System;

namespace OutlookMail.Client;

/// <summary>Counts messages and octets of all lanes, and tells the front end the rate and the time that is left.</summary>
internal sealed class ProgressMeter
{
    // A host redraws ten times a second at most.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // A rate of the first moments means nothing: connections are still being opened.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    private readonly object gate = new();
    private readonly IArchiveEvents events;
    private readonly TimeProvider time;
    private readonly long began;
    private long told;
    private long done;
    private long total;
    private long bytes;
    private string activity = "";

    public ProgressMeter(IArchiveEvents events, TimeProvider time)
    {
        this.events = events;
        this.time = time;
        began = time.GetTimestamp();
    }

    public void Expect(long messages)
    {
        lock (gate)
        {
            total += messages;
        }
    }

    public void Say(string what)
    {
        lock (gate)
        {
            activity = what;
        }

        Tell(force: false, isOver: false);
    }

    /// <summary>Some messages are dealt with, whatever became of them.</summary>
    public void Add(long messages, long octets)
    {
        lock (gate)
        {
            done += messages;
            bytes += octets;
        }

        Tell(force: false, isOver: false);
    }

    public void End() => Tell(force: true, isOver: true);

    private void Tell(bool force, bool isOver)
    {
        ArchiveProgress progress;
        lock (gate)
        {
            if (!force && told != 0 && time.GetElapsedTime(told) < Interval)
            {
                return;
            }

            told = time.GetTimestamp();
            var elapsed = time.GetElapsedTime(began);
            var rate = elapsed > TimeSpan.Zero ? done / elapsed.TotalSeconds : 0;
            progress = new ArchiveProgress
            {
                Activity = activity,
                Done = done,
                Total = Math.Max(total, done),
                Bytes = bytes,
                MessagesPerSecond = rate,
                BytesPerSecond = elapsed > TimeSpan.Zero ? bytes / elapsed.TotalSeconds : 0,
                Remaining = elapsed > Settled && rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, total - done) / rate) : null,
                IsOver = isOver,
            };
        }

        events.Progress(progress);
    }
}
