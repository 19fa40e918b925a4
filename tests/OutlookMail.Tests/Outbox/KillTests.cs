using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using OutlookMail.KillTest;
using Xunit;

namespace OutlookMail.Tests.Outbox;

/// <summary>A short form of <c>Benchmarks kill</c>: worker processes killed at random points, judged from the recipients' mailboxes.</summary>
public sealed class KillTests
{
    private const int Runs = 8;
    private const int LeastKills = 3;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_at_any_point_no_mail_is_lost_or_doubled(bool fileSentCopies)
    {
        var folder = Directory.CreateTempSubdirectory("outlookmail-kill-");
        await using var world = await SandboxWorld.StartAsync(seed: 1, dropAfterDot: 0.1, fileSentCopies);
        var table = await new KillHarness(world, Child, seed: 1).RunAsync(Runs, folder.FullName, leastKills: LeastKills);
        TestContext.Current.TestOutputHelper?.WriteLine(table.ToString());
        Assert.True(table.Kills >= LeastKills, "Too few were killed for the table to mean anything.");
        Assert.Empty(table.Lost);
        Assert.Empty(table.Doubled);
        Assert.Empty(table.Gaps);
        Assert.Equal(table.Uncertain, table.Resolved + table.Stayed);
        if (fileSentCopies)
        {
            Assert.Equal(0, table.StayedButArrived);
        }

        folder.Delete(recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Work()
    {
        using var output = new StreamWriter(Console.OpenStandardOutput());
        await KillWorker.RunAsync(Console.In, output);
    }

    private static ProcessStartInfo Child() => new(Environment.ProcessPath is { } dotnet && dotnet.EndsWith("dotnet", StringComparison.Ordinal) ? dotnet : "dotnet")
    {
        ArgumentList = { "exec", typeof(KillTests).Assembly.Location, "-noColor", "-explicit", "only", "-method", typeof(KillTests).FullName + "." + nameof(Work) },
    };
}
