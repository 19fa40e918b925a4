using System;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>Warnings about kept sign-ins before they end: for want of use, or by the tenant's sign-in frequency.</summary>
public sealed class SignInAgeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SignInAgeTests() => Assert.SkipWhen(LibraryFlavour.IsNetStandard, "This flavour keeps accounts with DPAPI, which is on Windows only.");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_sign_in_that_was_close_to_its_end_is_warned_of_and_renewed()
    {
        await using var world = await StartAsync();
        await ConnectAsync(world);
        world.Sandbox.Clock.Advance(TimeSpan.FromDays(70));

        var first = await ConnectAsync(world, silent: true);
        var second = await ConnectAsync(world, silent: true);

        Assert.Contains("at least every 90 days", Assert.Single(first.Warnings));
        Assert.Empty(second.Warnings);
    }

    [Fact]
    public async Task The_tenants_sign_in_frequency_is_learnt_from_the_first_sign_in_that_it_ends_and_warned_of_from_then_on()
    {
        await using var world = await StartAsync();
        world.Sandbox.ConditionalAccess.SignInFrequency = TimeSpan.FromDays(7);
        Assert.Empty((await ConnectAsync(world)).Warnings);
        world.Sandbox.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Empty((await ConnectAsync(world, silent: true)).Warnings);
        world.Sandbox.Clock.Advance(TimeSpan.FromDays(1.5));
        var ended = await Assert.ThrowsAsync<OutlookMailException>(() => ConnectAsync(world, silent: true));
        Assert.Contains("sign-in frequency", ended.Message, StringComparison.OrdinalIgnoreCase);

        Assert.Empty((await ConnectAsync(world)).Warnings);
        world.Sandbox.Clock.Advance(TimeSpan.FromDays(6.5));
        var warned = await ConnectAsync(world, silent: true);

        var warning = Assert.Single(warned.Warnings);
        Assert.True(warning.Contains("of ada@contoso.test after 7 days; this one is 6 days old", StringComparison.Ordinal), warning);
        var account = Assert.Single(await world.Client.GetAccountsAsync(folder.Store, Ct));
        Assert.Equal(account.SignedInOn + TimeSpan.FromDays(7.5), account.EndsByPolicyOn!.Value, TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Any_sign_in_speaks_for_one_that_nobody_uses()
    {
        await using var world = await StartAsync();
        await ConnectAsync(world, user: "bob@contoso.test");
        world.Sandbox.Clock.Advance(TimeSpan.FromDays(80));

        var events = await ConnectAsync(world, user: "ada@contoso.test");

        Assert.Contains("bob@contoso.test", Assert.Single(events.Warnings));
        Assert.Equal(2, (await world.Client.GetAccountsAsync(folder.Store, Ct)).Count);
    }

    private async Task<RecordedEvents> ConnectAsync(SandboxSession world, bool silent = false, string? user = null)
    {
        var info = world.Sandbox.Info;
        var events = new RecordedEvents(_ => Task.CompletedTask);
        var session = await world.Client.ConnectAsync(
            new ConnectRequest
            {
                Authority = info.Authority, ClientId = info.ClientId, Tenant = info.Tenant, ImapPort = info.ImapPort, SmtpPort = info.SmtpPort,
                CertificateAuthority = world.Sandbox.CertificateAuthority, StoreFolder = folder.Store, Silent = silent, Account = user,
                Interactive = user is not null, OpenBrowser = user is null ? null : page => new SandboxVisitor().OpenAsync(OnWebPage(page, info)),
            },
            events,
            Ct);
        await world.Client.DisconnectAsync(session, forget: false, Ct);
        return events;
    }

    // The hint in the address chooses the person at an approving sandbox; its pages are on plain http.
    private static Uri OnWebPage(Uri page, OutlookSandboxInfo info) => new UriBuilder(page) { Scheme = "http", Port = new Uri(info.WebPage).Port }.Uri;
}
