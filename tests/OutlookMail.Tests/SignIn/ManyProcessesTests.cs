using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>One cache under many processes. They take the whole machine, so that nothing else is tried meanwhile.</summary>
[Collection(nameof(ManyProcessesTests))]
[CollectionDefinition(nameof(ManyProcessesTests), DisableParallelization = true)]
public sealed class ManyProcessesTests : IDisposable
{
    private const int Processes = 50;

    // Starting is the dear part; what is tried begins when all have started.
    private const int StartedAtOnce = 4;

    private readonly KeptSignIn kept = new();

    public void Dispose() => kept.Dispose();

    [Fact]
    public async Task Fifty_processes_that_refresh_at_once_on_one_cache_all_succeed_and_lose_no_account()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "The lock is the same code; the other flavour's run tries it.");
        await using var world = await StartAsync();
        await kept.SignInAsync(world);
        var info = world.Sandbox.Info;
        var children = new List<Process>();
        try
        {
            while (children.Count < Processes)
            {
                children.AddRange(await Task.WhenAll(Enumerable.Range(0, Math.Min(StartedAtOnce, Processes - children.Count))
                    .Select(_ => RefreshChild.StartAsync(kept.Folder, info.Authority, info.Tenant, info.ClientId, kept.CertificateAuthorityPath, rounds: 2, Ct))));
            }

            children.ForEach(RefreshChild.Go);
            var wrong = await Task.WhenAll(children.Select(child => RefreshChild.EndAsync(child, Ct)));

            Assert.All(wrong, text => Assert.True(text.Length == 0, text));
            await kept.AssertWholeAsync(world);
        }
        finally
        {
            foreach (var child in children)
            {
                child.Kill();
                child.Dispose();
            }
        }
    }
}
