using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Identity;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.SignIn;

/// <summary>Named sign-ins, from their keeping to mail on the wire, at the sandbox.</summary>
public class ProfileTests
{
    private const string Bob = "bob@contoso.test";

    [Fact]
    public async Task A_profile_stands_for_the_app_the_flow_and_the_mailbox()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync(Bob);
        var kept = await world.Client.SaveProfileAsync(
            new ProfileRequest { Name = "nightly", Sandbox = world.Sandbox.Info, ClientId = appId, Secret = Secure(secret), Mailbox = Bob, MakeDefault = false }, Ct);

        var session = await world.SignInAsync(request => request.Profile = "NIGHTLY");

        Assert.Equal(("nightly", "ClientSecret", true), (kept.Profile, kept.SignIn, kept.HasSecret));
        Assert.Equal(("ClientSecret", Bob, appId), (session.SignIn, session.Mailbox, session.ClientId));
    }

    [Fact]
    public async Task The_default_profile_is_used_when_nothing_else_is_named_and_Verbose_says_so()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync(Bob);
        await world.Client.SaveProfileAsync(new ProfileRequest { Name = "nightly", Sandbox = world.Sandbox.Info, ClientId = appId, Secret = Secure(secret), Mailbox = Bob }, Ct);
        var events = new RecordedEvents(_ => Task.CompletedTask);

        var session = await world.Client.ConnectAsync(new ConnectRequest { Sandbox = world.Sandbox.Info }, events, Ct);
        var named = await world.SignInAsync(request => request.ClientId = world.Sandbox.Info.ClientId);

        Assert.Equal("ClientSecret", session.SignIn);
        Assert.Contains("The sign-in comes from the default profile 'nightly'.", events.Told);
        Assert.Equal("DeviceCode", named.SignIn);
    }

    [Fact]
    public async Task What_the_command_says_goes_before_the_profile()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync(Bob);
        world.Sandbox.Store.Mailbox("ada@contoso.test");
        await world.Client.SaveProfileAsync(new ProfileRequest { Name = "nightly", Sandbox = world.Sandbox.Info, ClientId = appId, Secret = Secure(secret), Mailbox = Bob }, Ct);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request =>
        {
            request.Profile = "nightly";
            request.Mailbox = "ada@contoso.test";
        }));

        Assert.Equal((ErrorIds.AuthenticatedNotConnected, "ada@contoso.test"), (error.ErrorId, error.Target));
    }

    [Fact]
    public async Task An_unknown_name_is_an_error_that_names_the_known_ones()
    {
        await using var world = await StartAsync();
        await world.Client.SaveProfileAsync(new ProfileRequest { Name = "nightly", Sandbox = world.Sandbox.Info }, Ct);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync(request => request.Profile = "nightyl"));

        Assert.Equal(ErrorIds.ProfileNotFound, error.ErrorId);
        Assert.Contains("nightly", error.Fix);
    }

    [Fact]
    public async Task A_vault_is_asked_for_the_secret_at_each_sign_in_and_the_profile_holds_only_its_name()
    {
        await using var world = await StartAsync();
        var (appId, secret) = await world.DaemonAsync(Bob);
        var kept = await world.Client.SaveProfileAsync(
            new ProfileRequest { Name = "nightly", Sandbox = world.Sandbox.Info, ClientId = appId, Vault = "Work", VaultSecretName = "mail", Mailbox = Bob }, Ct);
        var asked = "";

        var session = await world.SignInAsync(request => request.Vault = (vault, name) =>
        {
            asked = $"{vault}/{name}";
            return Task.FromResult(Secure(secret));
        });
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.SignInAsync());

        Assert.Equal(("Work/mail", "ClientSecret", "Work"), (asked, session.SignIn, kept.Vault));
        Assert.Equal(ErrorIds.VaultUnavailable, error.ErrorId);
    }

    [Fact]
    public async Task A_removed_profile_is_gone_and_another_removal_says_so()
    {
        await using var world = await StartAsync();
        await world.Client.SaveProfileAsync(new ProfileRequest { Name = "nightly", Sandbox = world.Sandbox.Info }, Ct);

        await world.Client.RemoveProfileAsync("nightly", world.Sandbox.Info, null, Ct);

        Assert.Empty(await world.Client.GetProfilesAsync(world.Sandbox.Info, null, Ct));
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.RemoveProfileAsync("nightly", world.Sandbox.Info, null, Ct));
        Assert.Equal(ErrorIds.ProfileNotFound, error.ErrorId);
    }

    [Theory]
    [InlineData("not-a-guid", null, "no GUID")]
    [InlineData("11111111-2222-4333-8444-555555555555", "11111111-2222-4333-8444-666666666666", "Secret ID")]
    public async Task What_was_pasted_from_the_wrong_place_is_refused_before_it_is_kept(string clientId, string? secret, string finding)
    {
        await using var world = await StartAsync();

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.SaveProfileAsync(
            new ProfileRequest { Name = "n", Sandbox = world.Sandbox.Info, ClientId = clientId, Secret = secret is null ? null : Secure(secret) }, Ct));

        Assert.Equal(ErrorIds.AppInvalid, error.ErrorId);
        Assert.Contains(finding, error.Message);
        Assert.Empty(await world.Client.GetProfilesAsync(world.Sandbox.Info, null, Ct));
    }

    [Fact]
    public async Task The_environment_goes_before_the_default_profile_and_after_a_named_one()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "This flavour keeps profiles with DPAPI, which is on Windows only.");
        using var folder = new TemporaryFolder();
        var profiles = new ProfileService(TimeProvider.System);
        await profiles.SaveAsync(new ProfileRequest { Name = "nightly", ClientId = "11111111-2222-4333-8444-555555555555", StoreFolder = folder.Store }, Ct);
        static string? App(string name) => name == "AZURE_CLIENT_ID" ? "22222222-2222-4333-8444-555555555555" : null;

        Assert.Equal("nightly", (await profiles.ForAsync(new ConnectRequest { StoreFolder = folder.Store }, _ => null, NoCode, Ct))?.Name);
        Assert.Null(await profiles.ForAsync(new ConnectRequest { StoreFolder = folder.Store }, App, NoCode, Ct));
        Assert.Equal("nightly", (await profiles.ForAsync(new ConnectRequest { StoreFolder = folder.Store, Profile = "nightly" }, App, NoCode, Ct))?.Name);
    }

    [Fact]
    public async Task A_profile_keeps_the_servers_of_a_cloud_of_ones_own()
    {
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "This flavour keeps profiles with DPAPI, which is on Windows only.");
        using var folder = new TemporaryFolder();
        await using var world = await StartAsync();
        var info = world.Sandbox.Info;
        var (appId, secret) = await world.DaemonAsync(Bob);
        var ca = Path.Combine(Directory.GetParent(folder.Store)!.FullName, "ca.pem");
        await File.WriteAllTextAsync(ca, info.CertificateAuthorityPem, Ct);
        await world.Client.SaveProfileAsync(
            new ProfileRequest
            {
                Name = "own", StoreFolder = folder.Store, ClientId = appId, Tenant = info.Tenant, Secret = Secure(secret), Mailbox = Bob, Authority = info.Authority,
                ImapServer = info.ImapHost, ImapPort = info.ImapPort, SmtpServer = info.SmtpHost, SmtpPort = info.SmtpPort, CertificateAuthorityPath = ca,
            },
            Ct);

        var session = await new OutlookClient(world.Sandbox.Clock, _ => null).ConnectAsync(new ConnectRequest { StoreFolder = folder.Store }, NoCode, Ct);

        Assert.Equal((OutlookCloud.Custom, Bob), (session.Cloud, session.Mailbox));
        Assert.DoesNotContain(secret, string.Join("", Directory.GetFiles(folder.Store).Select(File.ReadAllText)));
    }
}
