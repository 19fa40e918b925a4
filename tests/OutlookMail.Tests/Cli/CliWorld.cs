using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Sandbox;
using OutlookMail.SecretSearch;
using Xunit;

namespace OutlookMail.Tests.Cli;

/// <summary>A sandbox, and <c>outlookmail</c> as a process of its own beside it, with a home of its own.</summary>
internal sealed class CliWorld : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-cli-");

    private CliWorld(SandboxServer sandbox)
    {
        Sandbox = sandbox;
        File.WriteAllText(Box, JsonSerializer.Serialize(sandbox.Info, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase }));
    }

    public SandboxServer Sandbox { get; }

    /// <summary>What `outlookmail sandbox --json` prints, in a file.</summary>
    public string Box => Path.Combine(folder.FullName, "box.json");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<CliWorld> StartAsync(SandboxApproval approval = SandboxApproval.Auto) =>
        new(await SandboxServer.StartAsync(new SandboxOptions { Approval = approval }, Ct));

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    /// <summary>A command in the sandbox; its result is the JSON lines of standard output, all of which must be some.</summary>
    public async Task<(int Code, JsonElement[] Lines, string Error)> JsonAsync(string? input, params string[] arguments)
    {
        var (code, output, error) = await RunAsync(input, [.. arguments, "--sandbox", Box, "--json"]);
        return (code, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray(), error);
    }

    public async Task<(int Code, string Output, string Error)> RunAsync(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && path.EndsWith("dotnet", StringComparison.Ordinal) ? path : "dotnet")
        {
            ArgumentList = { "exec", Path.Combine(AppContext.BaseDirectory, "outlookmail.dll") },
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment["OUTLOOKMAIL_HOME"] = PathOf("home");
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(Ct);
        var output = await process.StandardOutput.ReadToEndAsync(Ct);
        await process.WaitForExitAsync(Ct);
        SecretWatch.Current?.NoteText("outlookmail's standard error", await error);
        return (process.ExitCode, output, await error);
    }

    public async ValueTask DisposeAsync()
    {
        await new OutlookClient(TimeProvider.System, _ => null).ForgetSandboxAsync(Sandbox.Info.Id, CancellationToken.None);
        await Sandbox.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
