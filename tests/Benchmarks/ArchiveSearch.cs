using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Store;

namespace OutlookMail.Benchmarks;

/// <summary>Searches over a made-up archive of a million messages (<c>--count</c>), each with the snippets of its first 50 hits; the median is of all queries, raw is the slowest of them.</summary>
internal static class ArchiveSearch
{
    private const int Folders = 20;
    private const int Batch = 2000;
    private const int WordsInMail = 60;
    private const int Vocabulary = 50_000;
    private const int Hits = 50;

    /// <summary>Years of a busy mailbox.</summary>
    private const int Mails = 1_000_000;

    private static readonly string[] Queries =
    [
        "w1", "w0 w1", "w49999", "w3 w40000", "\"w5 w6\"", "w1* -w2", "from:sender7 w10", "subject:w3", "w123 OR w456 OR w789", "w0 w30001", "w1 w2 w3 w4", "absentword",
    ];

    public static async Task<Result> RunAsync(Settings settings)
    {
        await Task.Yield();
        var folder = Directory.CreateDirectory(Path.Combine(settings.Target, "outlookmail-search-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;
        try
        {
            var count = settings.Count ?? Mails;
            Fill(folder, count);
            var result = new Result { Items = count };
            foreach (var query in Queries.Concat(Queries))
            {
                Search(folder, query);
            }

            using var memory = new MemoryWatch();
            for (var run = 0; run < settings.Runs; run++)
            {
                var slowest = 0.0;
                foreach (var query in Queries)
                {
                    var began = Stopwatch.GetTimestamp();
                    Search(folder, query);
                    var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                    result.Ours.Add(elapsed);
                    slowest = Math.Max(slowest, elapsed);
                }

                result.Raw.Add(slowest);
            }

            result.PeakAboveIdle = memory.Peak;
            result.Bytes = new FileInfo(Path.Combine(folder, MirrorStore.FileName)).Length;
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // The store is opened for each, as a command does.
    private static void Search(string folder, string query)
    {
        using var store = MirrorStore.Open(folder, TimeProvider.System);
        foreach (var hit in store.Search(new MirrorQuery { Text = query, First = Hits }))
        {
            if (hit.Folder.Length == 0)
            {
                throw new InvalidOperationException("A hit without a folder.");
            }
        }
    }

    private static void Fill(string folder, int count)
    {
        using var store = MirrorStore.Open(folder, TimeProvider.System);
        var (mailbox, _, _) = store.Mailbox("ada@contoso.test", null);
        var folders = Enumerable.Range(0, Folders).Select(i => store.AddFolder(mailbox, FormattableString.Invariant($"Folder {i}"), 1)).ToArray();
        var random = new Random(1);
        var start = new DateTimeOffset(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var i = 0; i < count; i += Batch)
        {
            var from = i;
            store.Add(folders[i / Batch % Folders], Enumerable.Range(from, Math.Min(Batch, count - from)).Select(n => Message(store, n, start.AddMinutes(5 * n), random)).ToArray());
        }
    }

    private static MirrorMessage Message(MirrorStore store, int n, DateTimeOffset received, Random random)
    {
        var body = Words(random, WordsInMail);
        var document = new MirrorDocument
        {
            Subject = Words(random, 6),
            Sender = FormattableString.Invariant($"sender{n % 500} <sender{n % 500}@contoso.test>"),
            Recipients = "ada@contoso.test",
            Body = body,
        };
        var octets = Encoding.UTF8.GetBytes(FormattableString.Invariant($"{n} {body}"));
        return new MirrorMessage((uint)n + 1, default, received, store.Pack(new MemoryStream(octets), SHA256.HashData(octets), octets.Length), document);
    }

    // Words as often as in a language: the first are everywhere, the last hardly anywhere (Zipf).
    private static string Words(Random random, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            text.Append('w').Append((int)Math.Exp(random.NextDouble() * Math.Log(Vocabulary)) - 1).Append(' ');
        }

        return text.ToString();
    }
}
