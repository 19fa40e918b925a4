using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Benchmarks;

/// <summary>
/// How far the working set rises while a mailbox is listed, taken out, put back, mirrored or searched, above where it
/// stood connected and idle, after the folders and ten messages were listed. One operation a process: what one has grown
/// to is idle memory for the next. Standard error has the same above the process before it connected, and what of it is
/// the managed heap.
/// </summary>
internal static class MailboxMemory
{
    private const long Budget = 64 * 1024 * 1024;
    private const int FirstListed = 10;

    public static IEnumerable<KeyValuePair<string, Func<Settings, Task<Result>>>> Operations { get; } = new Dictionary<string, Func<MemoryWork, Task<long>>>
    {
        ["memory-list"] = work => work.ListAsync(),
        ["memory-save"] = work => work.SaveAsync(),
        ["memory-content"] = work => work.ContentAsync(),
        ["memory-export-eml"] = work => work.ExportAsync(OutlookArchiveFormat.Eml),
        ["memory-export-maildir"] = work => work.ExportAsync(OutlookArchiveFormat.Maildir),
        ["memory-export-mbox"] = work => work.ExportAsync(OutlookArchiveFormat.Mbox),
        ["memory-export-zip"] = work => work.ExportAsync(OutlookArchiveFormat.Zip),
        ["memory-import"] = work => work.ImportAsync(),
        ["memory-sync"] = work => work.SyncAsync(),
        ["memory-search"] = work => work.SearchAsync(),
    }.Select(pair => KeyValuePair.Create<string, Func<Settings, Task<Result>>>(pair.Key, settings => RunAsync(settings, pair.Value)));

    private static async Task<Result> RunAsync(Settings settings, Func<MemoryWork, Task<long>> run)
    {
        using var started = new MemoryWatch();
        var target = Directory.CreateDirectory(Path.Combine(settings.Target, "outlookmail-memory-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;
        await using var mailbox = await MailboxSession.ConnectAsync(settings);
        try
        {
            await mailbox.Client.GetFoldersAsync(mailbox.Handle, new FolderQuery(), CancellationToken.None);
            await mailbox.Client.GetMailAsync(mailbox.Handle, new MailQuery { Folders = [settings.Folder] }, CancellationToken.None).Take(FirstListed).CountAsync();
            using var idle = new MemoryWatch();
            var result = new Result { PeakBudget = Budget };
            var allocated = GC.GetTotalAllocatedBytes();
            var began = Stopwatch.GetTimestamp();
            result.Items = await run(new MemoryWork(mailbox, settings, target));
            result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            result.PeakAboveIdle = idle.Peak;
            result.Allocated.Add(GC.GetTotalAllocatedBytes() - allocated);
            Console.Error.WriteLine(FormattableString.Invariant($"above idle {Megabytes(idle.Peak)}, above the start {Megabytes(started.Peak)}; of the managed heap then {idle.AtPeak}"));
            return result;
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private static string Megabytes(long octets) => (octets / (1024.0 * 1024)).ToString("0.0 MB", CultureInfo.InvariantCulture);
}
