using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Runs a client that nobody here wrote. Where it is not installed, the test is skipped by name.</summary>
internal static class ForeignProgram
{
    /// <param name="environment">Tokens go this way: not on a command line, which other users can read.</param>
    /// <param name="input">A file for standard input.</param>
    /// <returns>The exit code, and both outputs in one.</returns>
    public static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, Dictionary<string, string>? environment = null, string? input = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (KeyValuePair<string, string> pair in environment ?? [])
        {
            start.Environment[pair.Key] = pair.Value;
        }

        Process? process = null;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not on PATH.");
        }

        using (process)
        {
            if (input is not null)
            {
                await process!.StandardInput.WriteAsync(await File.ReadAllTextAsync(input));
            }

            process!.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output + await error);
        }
    }
}
