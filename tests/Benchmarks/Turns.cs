using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace OutlookMail.Benchmarks;

/// <summary>Raw and ours one after the other, often enough; the first of each warms up and does not count.</summary>
internal static class Turns
{
    public static async Task<Result> TakeAsync(Settings settings, Func<long> raw, Func<Result, Task> ours)
    {
        var result = new Result();
        var warm = new Result();
        result.Bytes = raw();
        await ours(warm);
        for (int i = 0; i < settings.Runs; i++)
        {
            GC.Collect();
            long began = Stopwatch.GetTimestamp();
            raw();
            result.Raw.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);

            GC.Collect();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            began = Stopwatch.GetTimestamp();
            await ours(result);
            result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            result.Allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - allocated);
        }

        return result;
    }
}
