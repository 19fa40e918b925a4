using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using OutlookMail.KillTest;

namespace OutlookMail.Benchmarks;

/// <summary>
/// <c>kill [--runs N] [--seed N] [--servers ROOT] [--no-sent] [--drop SHARE] [--folder DIR]
/// [--record FILE]</c>: workers are killed at random
/// points, on the sandbox or on the Dovecot and Postfix of eng/test-servers that run in ROOT; prints the table.
/// </summary>
internal static class KillOperation
{
    public const string Name = "kill";
    private const string WorkerName = "kill-worker";

    public static bool Knows(string[] arguments) => arguments is [Name or WorkerName, ..];

    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments[0] == WorkerName)
        {
            await KillWorker.RunAsync(Console.In, Console.Out);
            return 0;
        }

        string? Option(string name) => arguments.SkipWhile(argument => argument != name).Skip(1).FirstOrDefault();
        int Number(string name, int otherwise) => Option(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
        var runs = Number("--runs", 100);
        var seed = Number("--seed", 1);
        var fileSent = !arguments.Contains("--no-sent");
        await using KillWorld world = Option("--servers") is { } root
            ? new RealServersWorld(root, fileSent)
            : await SandboxWorld.StartAsync(seed, double.Parse(Option("--drop") ?? "0.05", CultureInfo.InvariantCulture), fileSent);

        // Two flushes of the disk a mail: on a slow disk they would be what is measured.
        var folder = Option("--folder") ?? Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "outlookmail-kill-" + Guid.NewGuid().ToString("N"));
        try
        {
            var table = await new KillHarness(world, Worker, seed).RunAsync(runs, folder, Console.Error.WriteLine);
            Console.WriteLine(Option("--record") is { } file ? Record(file, table) : KillTable.Write([table]));
            foreach (var line in table.Lost.Select(text => "lost: " + text).Concat(table.Doubled.Select(text => "doubled: " + text)).Concat(table.Gaps.Select(text => "gap: " + text)))
            {
                Console.WriteLine(line);
            }

            return table.Lost.Count + table.Doubled.Count + table.Gaps.Count == 0 ? 0 : 1;
        }
        finally
        {
            if (Option("--folder") is null && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Adds the table to those of earlier calls, and gives the sum for each of the worlds: a thousand runs need not
    /// be one process.</summary>
    private static string Record(string file, KillTable table)
    {
        File.AppendAllLines(file, [JsonSerializer.Serialize(table)]);
        return KillTable.Write(File.ReadAllLines(file)
            .Select(line => JsonSerializer.Deserialize<KillTable>(line)!)
            .GroupBy(one => one.World)
            .Select(group => group.Aggregate((sum, one) => sum.And(one))));
    }

    // Most of a run is the worker's start: what it never lives long enough to gain from is left out.
    private static ProcessStartInfo Worker() => new("dotnet")
    {
        ArgumentList = { "exec", typeof(KillOperation).Assembly.Location, WorkerName },
        Environment = { ["DOTNET_TieredPGO"] = "0" },
    };
}
