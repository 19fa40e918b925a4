using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Hosts;

/// <summary>A script in a PowerShell of its own, with an environment of its own and nobody in front of it.</summary>
internal static class PwshRun
{
    /// <summary>Standard output and error, line by line. Fails when the script does; skipped by name where no pwsh is.</summary>
    public static async Task<string[]> RunAsync(string script, IReadOnlyDictionary<string, string> environment)
    {
        string path = Path.Combine(Path.GetTempPath(), $"omt-{Guid.NewGuid():N}.ps1");
        await File.WriteAllTextAsync(path, $"$ErrorActionPreference = 'Stop'\n$PSStyle.OutputRendering = 'PlainText'\nImport-Module '{Path.Combine(Build.StagedModule, "OutlookMail.PowerShell.psd1")}'\n{script}");
        try
        {
            var start = new ProcessStartInfo("pwsh", ["-NoProfile", "-NonInteractive", "-File", path]) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (string name in start.Environment.Keys.Where(IsOfAHost).ToArray())
            {
                start.Environment.Remove(name);
            }

            foreach ((string name, string value) in environment)
            {
                start.Environment[name] = value;
            }

            using Process process = Start(start);
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            string text = await output + await errors;
            Assert.True(process.ExitCode == 0, text);
            return text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        }
        finally
        {
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
