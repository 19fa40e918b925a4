using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace OutlookMail.Benchmarks;

/// <summary>
/// <c>Benchmarks OP… --host H --port P --user U --token-file F [--ca PEM] [--folder NAME] [--runs N] [--target DIR]</c>,
/// for the mime operations <c>[--corpus DIR]</c>, for mime-fuzz <c>[--minutes N] [--seed N]</c>: prints one JSON object a line.
/// for export and sync <c>[--password-file F]</c> (mbsync's), for archive-search <c>[--count N]</c>.
/// The outbox operations bring their own sandbox, or send to Postfix with <c>--servers ROOT</c>. <c>Benchmarks kill …</c> is the outbox's kill test. Raw and ours take turns in one process; the figures are medians.
/// </summary>
internal static class Program
{
    private static readonly Dictionary<string, Func<Settings, Task<Result>>> Operations = new Dictionary<string, Func<Settings, Task<Result>>>
    {
        ["imap-seed"] = ImapSeed.RunAsync,
        ["imap-list"] = ImapList.RunAsync,
        ["imap-list-pool"] = ImapList.RunPoolAsync,
        ["client-list"] = ClientList.RunAsync,
        ["cmdlet-list"] = CmdletBenchmark.ListAsync,
        ["cmdlet-export"] = CmdletBenchmark.ExportAsync,
        ["imap-download"] = ImapDownload.RunAsync,
        ["imap-download-discard"] = ImapDownload.RunDiscardAsync,
        ["imap-download-pool"] = ImapDownload.RunPoolAsync,
        ["imap-download-discard-pool"] = ImapDownload.RunDiscardPoolAsync,
        ["imap-append"] = ImapAppend.RunAsync,
        ["imap-latency"] = ImapLatency.RunAsync,
        ["imap-memory"] = ImapMemory.RunAsync,
        ["smtp-send"] = SmtpSend.RunAsync,
        ["smtp-send-pipelined"] = SmtpSend.RunPipelinedAsync,
        ["outbox-direct"] = OutboxBenchmark.DirectAsync,
        ["outbox-direct-bare"] = OutboxBenchmark.DirectBareAsync,
        ["outbox-run"] = OutboxBenchmark.RunAsync,
        ["outbox-queue"] = OutboxBenchmark.QueueAsync,
        ["sandbox-start"] = SandboxBenchmark.StartAsync,
        ["sandbox-list"] = SandboxBenchmark.ListAsync,
        ["sandbox-size"] = SandboxBenchmark.SizeAsync,
        ["sandbox-connections"] = SandboxBenchmark.ConnectionsAsync,
        ["export-eml"] = ArchiveBenchmark.ExportAsync,
        ["export-again"] = ArchiveBenchmark.ExportAgainAsync,
        ["sync"] = ArchiveBenchmark.SyncAsync,
        ["sync-again"] = ArchiveBenchmark.SyncAgainAsync,
        ["sync-flags"] = ArchiveBenchmark.SyncFlagsAsync,
        ["archive-search"] = ArchiveSearch.RunAsync,
        ["mime"] = MimeBenchmark.StructureAsync,
        ["mime-headers"] = MimeBenchmark.HeadersAsync,
        ["mime-decode"] = MimeBenchmark.DecodeAsync,
        ["mime-compose"] = MimeCompose.RunAsync,
        ["mime-linear"] = MimeLinear.RunAsync,
        ["mime-huge"] = MimeHuge.RunAsync,
        ["mime-fuzz"] = MimeFuzz.RunAsync,
    }.Concat(MailboxMemory.Operations).ToDictionary(StringComparer.Ordinal);

    private static async Task<int> Main(string[] arguments)
    {
        if (KillOperation.Knows(arguments))
        {
            return await KillOperation.RunAsync(arguments);
        }

        if (SandboxBenchmark.Knows(arguments))
        {
            return await SandboxBenchmark.StartOnceAsync();
        }

        var operations = new List<string>();
        Settings settings;
        try
        {
            settings = Settings.Parse(arguments, operations);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 64;
        }

        if (operations.Count == 0)
        {
            operations.AddRange(Operations.Keys);
        }

        foreach (string operation in operations)
        {
            if (!Operations.TryGetValue(operation, out Func<Settings, Task<Result>>? run))
            {
                Console.Error.WriteLine($"Unknown operation {operation}. Known: {string.Join(", ", Operations.Keys)}");
                return 64;
            }

            Console.WriteLine((await run(settings)).ToJson(operation));
        }

        return 0;
    }
}
