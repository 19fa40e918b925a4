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

/// <summary>
/// Searches over a made-up archive of a million messages (<c>--count</c>; <c>--archive</c> keeps it for the next run), each
/// with the snippets of its first 50 hits. The median is of all queries, raw is the slowest of them; standard error has each
/// by name.
/// </summary>
internal static class ArchiveSearch
{
    private const int Messages = 1_000_000;
    private const int Folders = 20;
    private const int Batch = 2000;
    private const int WordsInMail = 60;
    private const int Vocabulary = 50_000;
    private const int Hits = 50;

    private static readonly DateTimeOffset Start = new(2015, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Common and rare words, alone and with each other; beginnings of every length, of one word and of thousands; and what
    // is asked for beside the text.
    private static readonly Dictionary<string, MirrorQuery> Queries = new[]
    {
        "w1", "w0 w1", "w49999", "w3 w40000", "\"w5 w6\"", "\"w5 w49000\"", "from:sender7 w10", "subject:w3", "w123 OR w456 OR w789", "w0 w30001",
        "w1 w2 w3 w4", "absentword", "w1* -w2", "w*", "w12*", "w123*", "contoso*", "sender*", "contoso* w49999", "w0 -w0",
    }.ToDictionary(text => text, text => new MirrorQuery { Text = text }).Concat(new Dictionary<string, MirrorQuery>
    {
        ["w1, one folder"] = new() { Text = "w1", Folder = "Folder 3" },
        ["w1, a folder that has none"] = new() { Text = "w1", Folder = "Rare" },
        ["w1, another mailbox"] = new() { Text = "w1", Mailbox = "bob@*" },
        ["w1, with attachments that none has"] = new() { Text = "w1", HasAttachment = true },
        ["w1, in the first year"] = new() { Text = "w1", Before = Start.AddYears(1) },
        ["w1, 100,000 hits on"] = new() { Text = "w1", Skip = 100_000 },
        ["one folder, no text"] = new() { Folder = "Folder 3" },
        ["on the server, no text"] = new() { WithGone = false },
    }).ToDictionary(pair => pair.Key, pair => pair.Value);

    public static async Task<Result> RunAsync(Settings settings)
    {
        await Task.Yield();
        var isKept = settings.Archive.Length > 0;
        var folder = isKept ? settings.Archive : Path.Combine(settings.Target, "outlookmail-search-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        try
        {
            var count = settings.Count ?? Messages;
            if (!File.Exists(Path.Combine(folder, MirrorStore.FileName)))
            {
                Fill(folder, count);
            }

            return Measure(settings, folder, count);
        }
        finally
        {
            if (!isKept)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static Result Measure(Settings settings, string folder, int count)
    {
        var result = new Result { Items = count, Bytes = new FileInfo(Path.Combine(folder, MirrorStore.FileName)).Length };
        var times = Queries.Keys.ToDictionary(name => name, _ => new List<double>());
        using var memory = new MemoryWatch();
        for (var run = -1; run < settings.Runs; run++)
        {
            foreach (var (name, query) in Queries)
            {
                var began = Stopwatch.GetTimestamp();
                Search(folder, query);
                // The first turn compiles.
                if (run >= 0)
                {
                    times[name].Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                }
            }
        }

        foreach (var (name, each) in times)
        {
            each.Sort();
            Console.Error.WriteLine(FormattableString.Invariant($"{each[each.Count / 2],9:0.0} ms  {name}"));
            result.Ours.AddRange(each);
        }

        result.Raw.Add(times.Values.Max(each => each[each.Count / 2]));
        result.PeakAboveIdle = memory.Peak;
        return result;
    }

    // The store is opened for each, as a command does.
    private static void Search(string folder, MirrorQuery query)
    {
        using var store = MirrorStore.Open(folder, TimeProvider.System);
        query.First = Hits;
        foreach (var hit in store.Search(query))
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
        store.AddFolder(mailbox, "Rare", 1);
        store.Mailbox("bob@contoso.test", null);
        for (var i = 0; i < count; i += Batch)
        {
            var from = i;
            store.Add(folders[i / Batch % Folders], Enumerable.Range(from, Math.Min(Batch, count - from)).Select(n => Message(store, n, Start.AddMinutes(5 * n), random)).ToArray());
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
