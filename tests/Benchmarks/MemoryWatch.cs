using System;
using System.Threading;

namespace OutlookMail.Benchmarks;

/// <summary>How far the working set rises above what it was when the watch began.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly long idle;
    private readonly Timer timer;
    private long peak;

    public MemoryWatch()
    {
        GC.Collect();
        idle = Environment.WorkingSet;
        timer = new Timer(_ => Look(), null, TimeSpan.Zero, Interval);
    }

    public long Peak
    {
        get
        {
            Look();
            return Volatile.Read(ref peak);
        }
    }

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var above = Environment.WorkingSet - idle;
        if (above > Volatile.Read(ref peak))
        {
            Volatile.Write(ref peak, above);
        }
    }
}
