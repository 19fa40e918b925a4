using System;
using System.Diagnostics;
using System.Threading.Tasks;

namespace OutlookMail.Benchmarks;

/// <summary>Raw and ours one after the other, often enough; the first turns let the JIT finish and do not count.</summary>
internal static class Turns
{
    private const int WarmUpTurns = 3;

    // Code is compiled anew in the background once it has run 30 times and nothing new was compiled for 100 ms: short turns
    // need more than three of them, on a busy machine many more.
    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(3);

    /// <param name="between">Prepares the next turn; not measured.</param>
    public static async Task<Result> TakeAsync(Settings settings, Func<long> raw, Func<Result, Task> ours, Func<Task>? between = null)
    {
        between ??= () => Task.CompletedTask;
        var result = new Result();
        var warm = new Result();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < WarmUpTurns || Stopwatch.GetElapsedTime(start) < WarmUpTime; i++)
        {
            result.Bytes = raw();
            await ours(warm);
            await between();
        }

        for (int i = 0; i < settings.Runs; i++)
        {
            GC.Collect();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long began = Stopwatch.GetTimestamp();
            raw();
            result.Raw.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            result.RawCpu.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);

            GC.Collect();
            long allocated = GC.GetTotalAllocatedBytes(precise: true);
            cpu = Environment.CpuUsage.TotalTime;
            began = Stopwatch.GetTimestamp();
            await ours(result);
            result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            result.OursCpu.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
            result.Allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - allocated);
            await between();
        }

        return result;
    }
}
