using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;

namespace OutlookMail.Benchmarks;

/// <summary>
/// Every message of a folder through Get-OutlookMail, or into files through Export-OutlookMailbox, in a real PowerShell,
/// over the bare client in the same process. Needs a staged module (<c>--module</c>, out/) and pwsh.
/// </summary>
internal static class CmdletBenchmark
{
    public static Task<Result> ListAsync(Settings settings) => RunAsync(settings, "List");

    public static Task<Result> ExportAsync(Settings settings) => RunAsync(settings, "Export");

    private static async Task<Result> RunAsync(Settings settings, string operation)
    {
        string authority = Path.Combine(Path.GetTempPath(), $"outlookmail-bench-{Environment.ProcessId}.pem");
        await File.WriteAllTextAsync(authority, settings.Authority?.ExportCertificatePem() ?? throw new ArgumentException("--ca is needed."));
        try
        {
            var start = new ProcessStartInfo("pwsh") { RedirectStandardOutput = true };
            string[] arguments =
            [
                "-NoProfile", "-NonInteractive", "-File", Path.Combine(AppContext.BaseDirectory, "cmdlet.ps1"),
                "-Manifest", settings.Module.Length > 0 ? settings.Module : Manifest(), "-Server", settings.Host, "-Port", settings.Port.ToString(CultureInfo.InvariantCulture), "-User", settings.User,
                "-Operation", operation, "-Target", settings.Target, "-CertificateAuthority", authority, "-Folder", settings.Folder, "-Runs", settings.Runs.ToString(CultureInfo.InvariantCulture),
            ];
            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["OUTLOOKMAIL_BENCH_TOKEN"] = settings.Token;
            using Process pwsh = Process.Start(start)!;
            string output = await pwsh.StandardOutput.ReadToEndAsync();
            await pwsh.WaitForExitAsync();
            using JsonDocument times = JsonDocument.Parse(pwsh.ExitCode == 0 ? output : throw new InvalidOperationException("pwsh failed: " + output));
            var result = new Result { Items = times.RootElement.GetProperty("items").GetInt64(), Budget = 1.25 };
            result.Raw.AddRange(Numbers(times, "raw"));
            result.Ours.AddRange(Numbers(times, "ours"));
            result.RawCpu.AddRange(Numbers(times, "rawCpu"));
            result.OursCpu.AddRange(Numbers(times, "oursCpu"));
            return result;
        }
        finally
        {
            File.Delete(authority);
        }
    }

    private static IEnumerable<double> Numbers(JsonDocument times, string name) => times.RootElement.GetProperty(name).EnumerateArray().Select(n => n.GetDouble());

    private static string Manifest()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var staged = new DirectoryInfo(Path.Combine(folder.FullName, "out", "OutlookMail.PowerShell"));
            if (staged.Exists)
            {
                return staged.GetFiles("OutlookMail.PowerShell.psd1", SearchOption.AllDirectories).OrderBy(f => f.LastWriteTimeUtc).Last().FullName;
            }
        }

        throw new InvalidOperationException("No staged module: run dotnet build first.");
    }
}
