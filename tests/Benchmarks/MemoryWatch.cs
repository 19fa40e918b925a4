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

    /// <summary>The managed heap at that moment: committed and in use, and what it was when it was last collected.</summary>
    public string AtPeak { get; private set; } = "";

    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var above = Environment.WorkingSet - idle;
        if (above > Volatile.Read(ref peak))
        {
            Volatile.Write(ref peak, above);
            var heap = GC.GetGCMemoryInfo();
            AtPeak = FormattableString.Invariant($"{heap.TotalCommittedBytes / 1024:N0} KB committed, {GC.GetTotalMemory(false) / 1024:N0} KB in use ({heap.HeapSizeBytes / 1024:N0} KB with {heap.FragmentedBytes / 1024:N0} KB free at collection {heap.Index})");
        }
    }
}
