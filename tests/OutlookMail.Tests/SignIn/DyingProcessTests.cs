using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>One cache under a process that dies at the worst moment.</summary>
public sealed class DyingProcessTests : IDisposable
{
    private readonly KeptSignIn kept = new();

    public void Dispose() => kept.Dispose();

    public static TheoryData<DyingMoment> Moments => new(Enum.GetValues<DyingMoment>());

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task A_process_killed_between_the_refresh_and_its_saving_loses_no_account(DyingMoment moment)
    {
        await using var world = await StartAsync();
        await kept.SignInAsync(world);
        var before = Renewals(world);

        using var child = DyingChild.Start(kept, world, moment);
        var said = await child.StandardError.ReadToEndAsync(Ct);
        await child.WaitForExitAsync(Ct);

        Assert.NotEqual(0, child.ExitCode);
        Assert.Empty(said);
        Assert.Equal(before + 1, Renewals(world));
        await kept.AssertWholeAsync(world);
    }

    private static int Renewals(SandboxSession world) => world.Sandbox.Requests.Count(r => r.Request.EndsWith("/token", StringComparison.Ordinal));
}
