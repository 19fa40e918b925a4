using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>All of a folder (2 GB by imap-seed --count 20 --size 107374182), and how far the working set rises above where it stood connected and idle.</summary>
internal static class ImapMemory
{
    private static readonly TimeSpan Sampling = TimeSpan.FromMilliseconds(10);

    public static async Task<Result> RunAsync(Settings settings)
    {
        await using ImapConnection connection = await settings.ConnectAsync();
        await connection.SelectAsync(settings.Folder, readOnly: true);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        var result = new Result { PeakBudget = 64 * 1024 * 1024 };
        GC.Collect();
        long idle = Environment.WorkingSet;
        long peak = idle;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        using var done = new CancellationTokenSource();
        Task sampling = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                peak = Math.Max(peak, Environment.WorkingSet);
                await Task.Delay(Sampling);
            }
        });
        long began = Stopwatch.GetTimestamp();
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(all))
        {
            await body.CopyToAsync(Stream.Null);
            result.Bytes += body.Length;
            result.Items++;
        }

        result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        result.Allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - allocated);
        await done.CancelAsync();
        await sampling;
        result.PeakAboveIdle = peak - idle;
        return result;
    }
}
