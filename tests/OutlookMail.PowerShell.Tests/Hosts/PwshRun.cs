using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.SecretSearch;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>A script in a PowerShell of its own, with an environment of its own and nobody in front of it.</summary>
internal static class PwshRun
{
    /// <summary>Standard output and error, line by line. Fails when the script does; skipped by name where no pwsh is.</summary>
    /// <param name="script">What it runs, with the module imported.</param>
    /// <param name="environment">What the host sets.</param>
    /// <param name="before">A program that starts the PowerShell, and its arguments.</param>
    public static Task<string[]> RunAsync(string script, IReadOnlyDictionary<string, string> environment, params string[] before) =>
        environment.ContainsKey("OUTLOOKMAIL_HOME") || environment.ContainsKey("XDG_DATA_HOME")
            ? RunWithAsync(script, environment, before)
            : InHomeAsync(home => RunWithAsync(script, new Dictionary<string, string>(environment) { ["OUTLOOKMAIL_HOME"] = home }, before));

    /// <summary>With a folder for what is kept, which goes afterwards.</summary>
    public static async Task<string[]> InHomeAsync(Func<string, Task<string[]>> run)
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("omt-home-");
        try
        {
            return await run(home.FullName);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<string[]> RunWithAsync(string script, IReadOnlyDictionary<string, string> environment, string[] before)
    {
        string path = Path.Combine(Path.GetTempPath(), $"omt-{Guid.NewGuid():N}.ps1");
        string trace = Path.ChangeExtension(path, ".trace");
        await File.WriteAllTextAsync(path, $"$ErrorActionPreference = 'Stop'\n$PSStyle.OutputRendering = 'PlainText'\nImport-Module '{Path.Combine(Build.StagedModule, "OutlookMail.PowerShell.psd1")}'\n{script}");
        try
        {
            string[] whole = [.. before, "pwsh", "-NoProfile", "-NonInteractive", "-File", path];
            var start = new ProcessStartInfo(whole[0], whole[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string name in start.Environment.Keys.Where(IsOfAHost).ToArray())
            {
                start.Environment.Remove(name);
            }

            // A protocol trace of all it does, for the search for secrets alone.
            start.Environment["OUTLOOKMAIL_TRACE"] = trace;
            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }

            using Process process = Start(start);
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            string text = await output + await errors;
            SecretWatch.Current?.NoteText("a PowerShell's output", text);
            SecretWatch.Current?.NoteText("a PowerShell's trace", File.Exists(trace) ? await File.ReadAllTextAsync(trace, TestContext.Current.CancellationToken) : null);
            Assert.True(process.ExitCode == 0, text);
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
            File.Delete(trace);
            File.Delete(path);
        }
    }

    // The machine that runs the tests may be a host itself.
    private static bool IsOfAHost(string name) =>
        new[] { "AZURE_", "OUTLOOKMAIL_", "ACTIONS_", "IDENTITY_", "MSI_", "SYSTEM_", "IMDS_" }.Any(p => name.StartsWith(p, StringComparison.OrdinalIgnoreCase));

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("pwsh is not on PATH.");
            throw;
        }
    }
}
