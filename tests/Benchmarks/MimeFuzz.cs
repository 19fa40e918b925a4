using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Threading.Tasks;
using OutlookMail.Tests.Mime;

namespace OutlookMail.Benchmarks;

/// <summary>Reads messages changed at random for as long as it is told. What breaks the reader is written to --target;
/// it belongs into tests/OutlookMail.Tests/Mime/Crashes.</summary>
internal static class MimeFuzz
{
    // A message of some kilobytes that takes this much of the processor is a defect as much as an exception is.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public static Task<Result> RunAsync(Settings settings)
    {
        var result = new Result();
        var fuzzer = new MessageFuzzer(settings.Seed, FuzzSamples.All);
        long began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began).TotalMinutes < settings.Minutes)
        {
            byte[] message = fuzzer.Next();
            result.Bytes += message.Length;
            result.Items++;
            TimeSpan before = Environment.CpuUsage.TotalTime;
            string? problem = null;
            try
            {
                MessageFuzzer.ReadAll(message);
            }
            catch (Exception e)
            {
                problem = e.ToString();
            }

            TimeSpan taken = Environment.CpuUsage.TotalTime - before;
            if (problem == null && taken > Longest)
            {
                problem = "took " + taken;
            }

            if (problem != null)
            {
                string path = Path.Combine(settings.Target, string.Create(CultureInfo.InvariantCulture, $"crash-{settings.Seed}-{result.Items}.eml"));
                File.WriteAllBytes(path, message);
                Console.Error.WriteLine(path + ": " + problem);
            }
        }

        result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return Task.FromResult(result);
    }
}
