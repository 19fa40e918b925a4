using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;
using Xunit;

namespace OutlookMail.Tests.Registration;

/// <summary>Certificates as they are rotated: in the order of secrets, and stopped at each step.</summary>
public sealed class CertificateMakerTests
{
    private const string Authority = "https://entra.test";
    private const string Tenant = "00000000-aaaa-bbbb-cccc-000000000001";

    [Fact]
    public async Task The_first_goes_in_with_the_whole_list_and_the_next_by_addKey_with_a_proof()
    {
        Requires7();
        var (graph, store) = await AppAsync();

        await RotateAsync(graph, store, TimeSpan.Zero);
        await RotateAsync(graph, store, TimeSpan.Zero);

        Assert.Single(graph.Writes, w => w.Call.EndsWith("/addKey", StringComparison.Ordinal));
        await CheckFinishedAsync(graph, store);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rotation_that_is_killed_at_any_write_of_the_store_is_finished_by_the_next(bool afterWriting)
    {
        Requires7();
        var kills = 0;
        for (var at = 0; ; at++)
        {
            var (graph, store) = await AppAsync();
            await RotateAsync(graph, store, TimeSpan.Zero);
            store.Restart();
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

            Assert.Contains((await KeptAsync(store)).Certificate!.KeyId!, Entra(graph));
            store.Restart();
            await RotateAsync(graph, store, TimeSpan.Zero);
            await CheckFinishedAsync(graph, store);
        }

        Assert.Equal(3, kills);
    }

    [Fact]
    public async Task A_rotation_that_is_killed_at_any_write_of_Entra_is_finished_by_the_next()
    {
        Requires7();
        for (var cut = 0; cut < 2; cut++)
        {
            var (graph, store) = await AppAsync();
            await RotateAsync(graph, store, TimeSpan.Zero);
            graph.WritesUntilGone = graph.Writes.Count + cut;
            await Assert.ThrowsAsync<SignInException>(() => RotateAsync(graph, store, TimeSpan.Zero));

            Assert.Contains((await KeptAsync(store)).Certificate!.KeyId!, Entra(graph));
            graph.WritesUntilGone = null;
            await RotateAsync(graph, store, TimeSpan.Zero);
            await CheckFinishedAsync(graph, store);
        }
    }

    [Fact]
    public async Task One_that_Entra_does_not_take_is_removed_and_the_old_one_stays()
    {
        Requires7();
        var (graph, store) = await AppAsync();
        await RotateAsync(graph, store, TimeSpan.Zero);
        var old = Assert.Single(Entra(graph));

        await Assert.ThrowsAsync<RegistrationException>(() => RotateAsync(graph, store, TimeSpan.Zero, (_, _) => throw new RegistrationException(RegistrationFailure.SecretNotProved, "no")));

        Assert.Equal([old], Entra(graph));
        var kept = await KeptAsync(store);
        Assert.Equal((old, null), (kept.Certificate!.KeyId, kept.PendingCertificate));
    }

    [Fact]
    public async Task With_an_overlap_the_old_one_stays_until_its_time_has_come()
    {
        Requires7();
        var (graph, store) = await AppAsync();
        await RotateAsync(graph, store, TimeSpan.Zero);
        var old = Assert.Single(Entra(graph));
        await RotateAsync(graph, store, TimeSpan.FromDays(7));
        Assert.Equal(2, Entra(graph).Count);

        graph.Time.CreateTimer(_ => { }, null, TimeSpan.FromDays(7), Timeout.InfiniteTimeSpan);
        Assert.Equal([old], await Maker(graph, store).RetireAsync(App(graph), Tenant, CancellationToken.None));

        await CheckFinishedAsync(graph, store);
    }

    [Fact]
    public async Task One_that_is_given_in_a_file_is_taken_with_its_password()
    {
        var (graph, store) = await AppAsync();
        using var key = RSA.Create(2048);
        var now = graph.Time.GetUtcNow();
        using var given = new CertificateRequest("CN=given", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        var path = Path.Combine(Path.GetTempPath(), "omt-" + Guid.NewGuid().ToString("N") + ".pfx");
        await File.WriteAllBytesAsync(path, given.Export(X509ContentType.Pfx, "quiet"), CancellationToken.None);
        try
        {
            await Maker(graph, store).RotateAsync(App(graph), Tenant, new AppCertificateRequest { Path = path, Password = new System.Net.NetworkCredential("", "quiet").SecurePassword }, CancellationToken.None);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(given.Thumbprint, (await KeptAsync(store)).Certificate!.Thumbprint);
        using var loaded = CertificateMaker.Load((await KeptAsync(store)).Certificate!);
        Assert.True(loaded.HasPrivateKey);
    }

    private static void Requires7() => Assert.SkipUnless(typeof(EntraSignIn).Assembly.GetReferencedAssemblies().All(a => a.Name != "netstandard"), "netstandard2.0 makes no certificates.");

    private static async Task CheckFinishedAsync(StrictGraph graph, DyingStore store)
    {
        var kept = await KeptAsync(store);
        Assert.Equal([kept.Certificate!.KeyId!], Entra(graph));
        Assert.Null(kept.PendingCertificate);
        Assert.Empty(kept.RetiringCertificates);
    }

    private static async Task<(StrictGraph Graph, DyingStore Store)> AppAsync()
    {
        var graph = new StrictGraph();
        await RegistrationTests.RunAsync(graph, RegistrationTests.Shape(OutlookAppSignIn.AppOnly));
        return (graph, new DyingStore());
    }

    private static Task<KeptCertificate> RotateAsync(StrictGraph graph, DyingStore store, TimeSpan? overlap, Func<X509Certificate2, CancellationToken, Task>? prove = null) =>
        Maker(graph, store, prove).RotateAsync(App(graph), Tenant, new AppCertificateRequest { Overlap = overlap }, CancellationToken.None);

    private static CertificateMaker Maker(StrictGraph graph, DyingStore store, Func<X509Certificate2, CancellationToken, Task>? prove = null) =>
        new(graph.Connection, new AppStore(store), Authority, graph.Time, prove ?? ((_, _) => Task.CompletedTask));

    private static GraphApplication App(StrictGraph graph) => System.Text.Json.JsonSerializer.Deserialize<GraphApplication>(graph.Applications[0])!;

    private static List<string> Entra(StrictGraph graph) => graph.Applications[0]["keyCredentials"]?.AsArray().Select(p => (string)p!["keyId"]!).ToList() ?? [];

    private static async Task<KeptApp> KeptAsync(DyingStore store) => Assert.Single((await new AppStore(store).ReadAsync(CancellationToken.None)).Apps);
}
