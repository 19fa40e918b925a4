using System;
using System.Diagnostics;
using System.Threading.Tasks;
using OutlookMail.Identity;
using Xunit;

namespace OutlookMail.Tests.Identity;

/// <summary>The other process of the store's tests: this same test program, asked for one explicit test.</summary>
public sealed class StoreChild
{
    public const int Rounds = 40;

    private const string FolderVariable = "OUTLOOKMAIL_TEST_STORE";
    private const string ModeVariable = "OUTLOOKMAIL_TEST_STORE_MODE";

    internal static Process Start(string folder, string mode)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } dotnet && dotnet.EndsWith("dotnet", StringComparison.Ordinal) ? dotnet : "dotnet")
        {
            ArgumentList = { "exec", typeof(StoreChild).Assembly.Location, "-explicit", "only", "-method", typeof(StoreChild).FullName + "." + nameof(Run) },
            RedirectStandardOutput = true,
            Environment = { [FolderVariable] = folder, [ModeVariable] = mode },
        };
        var child = Process.Start(start)!;
        child.OutputDataReceived += (_, _) => { };
        child.BeginOutputReadLine();
        return child;
    }

    [Fact(Explicit = true)]
    public async Task Run()
    {
        var store = TokenStore.File(Environment.GetEnvironmentVariable(FolderVariable)!, LibraryFlavour.Protection);
        await FileTokenStoreTests.CountUp(store, Environment.GetEnvironmentVariable(ModeVariable) == "forever" ? int.MaxValue : Rounds);
    }
}
