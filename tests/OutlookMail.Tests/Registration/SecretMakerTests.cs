using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Registration;

public sealed class SecretMakerTests
{
    private const string Authority = "https://entra.test";
    private const string Tenant = "00000000-aaaa-bbbb-cccc-000000000001";

    private static readonly TimeSpan HalfAYear = TimeSpan.FromDays(180);

    [Fact]
    public async Task A_rotation_creates_proves_switches_and_retires_in_this_order()
    {
        var (graph, store) = await AppWithSecretAsync();
        var old = Assert.Single(Entra(graph));
        var seen = new List<string>();

        await RotateAsync(graph, store, TimeSpan.Zero, async (value, _) =>
        {
            // While it is proved both are there, and the old one is still the stored one.
            Assert.Equal(2, Entra(graph).Count);
            Assert.Equal(old, (await KeptAsync(store)).Secret!.KeyId);
            seen.Add(value);
        });

        var kept = (await KeptAsync(store)).Secret!;
        Assert.Equal([kept.KeyId!], Entra(graph));
        Assert.NotEqual(old, kept.KeyId);
        Assert.Equal([kept.Value], seen);
        Assert.Equal(graph.Time.GetUtcNow() + HalfAYear, kept.EndsOn);
    }

    [Fact]
    public async Task With_an_overlap_the_old_secret_stays_until_its_time_has_come()
    {
        var (graph, store) = await AppWithSecretAsync();
        var old = Assert.Single(Entra(graph));
        await RotateAsync(graph, store, TimeSpan.FromDays(7));
        Assert.Contains(old, Entra(graph));

        Assert.Empty(await Maker(graph, store).RetireAsync(App(graph), Tenant, CancellationToken.None));
        graph.Time.CreateTimer(_ => { }, null, TimeSpan.FromDays(7), Timeout.InfiniteTimeSpan);
        var removed = await Maker(graph, store).RetireAsync(App(graph), Tenant, CancellationToken.None);

        Assert.Equal([old], removed);
        Assert.Equal([(await KeptAsync(store)).Secret!.KeyId!], Entra(graph));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rotation_that_is_killed_at_any_write_of_the_store_is_finished_by_the_next(bool afterWriting)
    {
        var kills = 0;
        for (var at = 0; ; at++)
        {
            var (graph, store) = await AppWithSecretAsync();
            store.DiesAtWrite = at;
            store.AfterWriting = afterWriting;
            try
            {
                await RotateAsync(graph, store, TimeSpan.Zero);
                break;
            }
            catch (DyingStore.KilledException)
            {
                kills++;
            }

            await CheckUsableAsync(graph, store);
            store.Restart();
            await RotateAsync(graph, store, TimeSpan.Zero);
            await CheckFinishedAsync(graph, store);
        }

        Assert.Equal(4, kills);
    }

    [Fact]
    public async Task A_rotation_that_is_killed_at_any_write_of_Entra_is_finished_by_the_next()
    {
        for (var cut = 0; cut < 2; cut++)
        {
            var (graph, store) = await AppWithSecretAsync();
            graph.WritesUntilGone = graph.Writes.Count + cut;
            await Assert.ThrowsAsync<SignInException>(() => RotateAsync(graph, store, TimeSpan.Zero));

            await CheckUsableAsync(graph, store);
            graph.WritesUntilGone = null;
            await RotateAsync(graph, store, TimeSpan.Zero);
            await CheckFinishedAsync(graph, store);
        }
    }

    [Fact]
    public async Task A_rotation_that_is_killed_while_it_proves_goes_on_with_the_same_secret()
    {
        var (graph, store) = await AppWithSecretAsync();
        await Assert.ThrowsAsync<DyingStore.KilledException>(() => RotateAsync(graph, store, TimeSpan.Zero, (_, _) => throw new DyingStore.KilledException()));
        var made = graph.Writes.Count(w => w.Call.EndsWith("addPassword", StringComparison.Ordinal));

        await RotateAsync(graph, store, TimeSpan.Zero);

        Assert.Equal(made, graph.Writes.Count(w => w.Call.EndsWith("addPassword", StringComparison.Ordinal)));
        await CheckFinishedAsync(graph, store);
    }

    [Fact]
    public async Task A_secret_that_Entra_does_not_take_is_removed_and_the_old_one_stays()
    {
        var (graph, store) = await AppWithSecretAsync();
        var old = Assert.Single(Entra(graph));

        await Assert.ThrowsAsync<RegistrationException>(() => RotateAsync(graph, store, TimeSpan.Zero, (_, _) => throw new RegistrationException(RegistrationFailure.SecretNotProved, "no")));

        Assert.Equal([old], Entra(graph));
        var kept = await KeptAsync(store);
        Assert.Equal(old, kept.Secret!.KeyId);
        Assert.Null(kept.Pending);
    }

    [Fact]
    public async Task The_cap_of_two_is_said_before_anything_is_made()
    {
        var (graph, store) = await AppWithSecretAsync(OutlookAppAudience.AzureADandPersonalMicrosoftAccount);
        await RotateAsync(graph, store, TimeSpan.FromDays(7));
        var writes = graph.Writes.Count;

        var e = await Assert.ThrowsAsync<OutlookMailException>(() => RotateAsync(graph, store, TimeSpan.FromDays(7)));

        Assert.Equal(ErrorIds.SecretLimit, e.ErrorId);
        Assert.Contains("Remove-OutlookAppSecret", e.Fix);
        Assert.Equal(writes, graph.Writes.Count);
    }

    [Fact]
    public async Task The_cap_of_two_makes_room_by_the_secret_whose_overlap_is_over()
    {
        var (graph, store) = await AppWithSecretAsync(OutlookAppAudience.AzureADandPersonalMicrosoftAccount);
        await RotateAsync(graph, store, TimeSpan.FromDays(7));
        graph.Time.CreateTimer(_ => { }, null, TimeSpan.FromDays(8), Timeout.InfiniteTimeSpan);

        await RotateAsync(graph, store, TimeSpan.Zero);

        await CheckFinishedAsync(graph, store);
    }

    [Fact]
    public async Task Without_an_overlap_given_no_other_secret_is_touched()
    {
        var (graph, store) = await AppWithSecretAsync();
        var old = Assert.Single(Entra(graph));

        await RotateAsync(graph, store, overlap: null);

        Assert.Contains(old, Entra(graph));
        Assert.Empty((await KeptAsync(store)).Retiring);
    }

    // After a kill whatever is stored must still be a secret that Entra takes.
    private static async Task CheckUsableAsync(StrictGraph graph, DyingStore store) =>
        Assert.Contains((await KeptAsync(store)).Secret!.KeyId!, Entra(graph));

    private static async Task CheckFinishedAsync(StrictGraph graph, DyingStore store)
    {
        var kept = await KeptAsync(store);
        Assert.Equal([kept.Secret!.KeyId!], Entra(graph));
        Assert.Null(kept.Pending);
        Assert.Empty(kept.Retiring);
    }

    private static async Task<(StrictGraph Graph, DyingStore Store)> AppWithSecretAsync(OutlookAppAudience audience = OutlookAppAudience.AzureADMyOrg)
    {
        var graph = new StrictGraph();
        var store = new DyingStore();
        await RegistrationTests.RunAsync(graph, RegistrationTests.Shape(OutlookAppSignIn.Web) with { Audience = audience });
        await RotateAsync(graph, store, TimeSpan.Zero);
        store.Restart();
        return (graph, store);
    }

    private static Task<KeptSecret> RotateAsync(StrictGraph graph, DyingStore store, TimeSpan? overlap, Func<string, CancellationToken, Task>? prove = null) =>
        Maker(graph, store, prove).RotateAsync(App(graph), Tenant, "OutlookMail", HalfAYear, overlap, CancellationToken.None);

    private static SecretMaker Maker(StrictGraph graph, DyingStore store, Func<string, CancellationToken, Task>? prove = null) =>
        new(graph.Connection, new AppStore(store), Authority, graph.Time, prove ?? ((_, _) => Task.CompletedTask));

    private static GraphApplication App(StrictGraph graph) => System.Text.Json.JsonSerializer.Deserialize<GraphApplication>(graph.Applications[0])!;

    private static List<string> Entra(StrictGraph graph) => graph.Applications[0]["passwordCredentials"]!.AsArray().Select(p => (string)p!["keyId"]!).ToList();

    private static async Task<KeptApp> KeptAsync(DyingStore store) => Assert.Single((await new AppStore(store).ReadAsync(CancellationToken.None)).Apps);
}
