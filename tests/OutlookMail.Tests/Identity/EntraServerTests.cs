using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.TestServers;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Identity;

/// <summary>Sign-in at a token server that is not ours (oidc-provider), over TLS under its own CA.</summary>
public sealed class EntraServerTests(Servers servers) : IClassFixture<Servers>
{
    private static readonly string[] Mail = MailScopes.Delegated(new CloudEndpoints());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SignInSettings Settings(TokenStore store) => new()
    {
        ClientId = servers.ClientId,
        Tenant = servers.Tenant,
        Cloud = new CloudEndpoints { Authority = servers.Entra, Graph = null },
        CertificateAuthority = servers.CertificateAuthority,
        Store = store,
    };

    private Task<TokenAnswer> SignIn(EntraSignIn signIn, string user, bool approve = true) => signIn.WithDeviceCodeAsync(
        Mail,
        code => DevicePage.AnswerAsync(code.VerificationUri, code.UserCode, user, approve, servers.CertificateAuthority),
        Ct);

    [Fact]
    public async Task A_device_code_gives_a_mail_token_that_the_store_keeps_and_renews()
    {
        servers.Require();
        var folder = Path.Combine(servers.Root, "store-" + Guid.NewGuid().ToString("N"));
        TokenAnswer first;
        using (var signIn = new EntraSignIn(Settings(TokenStore.File(folder, LibraryFlavour.Protection))))
        {
            first = await SignIn(signIn, "alice@contoso.test");
        }

        Assert.Equal("alice@contoso.test", first.Username);
        Assert.Equal("alice@contoso.test", first.IdTokenClaims["email"]);
        Assert.Equal(servers.Tenant, first.TenantId);
        Assert.Superset(Mail.Where(s => !MailScopes.IsOidc(s)).ToHashSet(StringComparer.Ordinal), first.Scopes.ToHashSet(StringComparer.Ordinal));

        using var second = new EntraSignIn(Settings(TokenStore.File(folder, LibraryFlavour.Protection)));
        var silent = await second.SilentAsync(Mail, null, false, Ct);
        Assert.True(silent!.FromCache);
        Assert.Equal(first.AccessToken, silent.AccessToken);

        var renewed = await second.SilentAsync(Mail, "alice@contoso.test", true, Ct);
        Assert.False(renewed!.FromCache);
        Assert.NotEqual(first.AccessToken, renewed.AccessToken);

        // The rotated refresh token was stored: it can be redeemed by yet another object.
        using var third = new EntraSignIn(Settings(TokenStore.File(folder, LibraryFlavour.Protection)));
        Assert.NotEqual(renewed.AccessToken, (await third.SilentAsync(Mail, null, true, Ct))!.AccessToken);

        await third.RemoveAsync("alice@contoso.test", Ct);
        Assert.Null(await second.SilentAsync(Mail, null, false, Ct));
    }

    [Fact]
    public async Task Two_people_share_a_store()
    {
        servers.Require();
        var store = TokenStore.InMemory();
        using var signIn = new EntraSignIn(Settings(store));
        await SignIn(signIn, "alice@contoso.test");
        await SignIn(signIn, "bob@contoso.test");

        Assert.Equal(2, (await signIn.AccountsAsync(Ct)).Count);
        Assert.Equal("bob@contoso.test", (await signIn.SilentAsync(Mail, "bob@contoso.test", false, Ct))!.Username);
    }

    [Fact]
    public async Task A_person_who_says_no_has_declined()
    {
        servers.Require();
        using var signIn = new EntraSignIn(Settings(TokenStore.InMemory()));

        var e = await Assert.ThrowsAsync<SignInException>(() => SignIn(signIn, "alice@contoso.test", approve: false));

        Assert.Equal(SignInFailure.Declined, e.Failure);
    }

    [Fact]
    public async Task Graph_is_refused_by_a_server_that_has_none()
    {
        servers.Require();
        var store = TokenStore.InMemory();
        using var signIn = new EntraSignIn(Settings(store));
        await SignIn(signIn, "alice@contoso.test");

        var e = await Assert.ThrowsAsync<SignInException>(() => signIn.SilentAsync(new[] { "https://graph.microsoft.com/User.Read" }, null, false, Ct));

        Assert.Equal(SignInFailure.Refused, e.Failure);
        Assert.Equal(500011, e.AadstsCode);
    }

    [Fact]
    public async Task Without_its_CA_the_server_is_not_trusted()
    {
        servers.Require();
        var settings = new SignInSettings { ClientId = servers.ClientId, Tenant = servers.Tenant, Cloud = new CloudEndpoints { Authority = servers.Entra } };
        using var signIn = new EntraSignIn(settings);

        var e = await Assert.ThrowsAsync<SignInException>(() => SignIn(signIn, "alice@contoso.test"));

        Assert.Equal(SignInFailure.TlsFailed, e.Failure);
    }

    [Fact]
    public async Task A_browser_sign_in_with_PKCE_gives_a_token_that_is_renewed()
    {
        servers.Require();
        using var signIn = new EntraSignIn(Settings(TokenStore.InMemory()));
        var browser = Task.CompletedTask;

        var answer = await signIn.WithBrowserAsync(
            Mail,
            new BrowserSignIn
            {
                Open = address =>
                {
                    browser = AuthorizePage.AnswerAsync(address, "carol@contoso.test", servers.CertificateAuthority);
                    return Task.CompletedTask;
                },
            },
            Ct);

        await browser;
        Assert.Equal("carol@contoso.test", answer.Username);
        Assert.NotEqual(answer.AccessToken, (await signIn.SilentAsync(Mail, null, true, Ct))!.AccessToken);
    }

    [Fact]
    public async Task An_app_signs_in_with_its_secret_and_not_with_another()
    {
        servers.Require();
        using var facts = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(servers.Root, "servers.json"), Ct));
        string Fact(string name) => facts.RootElement.GetProperty(name).GetString()!;
        var settings = new SignInSettings
        {
            ClientId = Fact("daemonClientId"),
            Tenant = servers.Tenant,
            Cloud = new CloudEndpoints { Authority = servers.Entra, Graph = null },
            CertificateAuthority = servers.CertificateAuthority,
        };
        using var app = new AppSignIn(settings, AppCredential.Secret(new SecretValue(Fact("daemonClientSecret"))));

        var answer = await app.TokenAsync(MailScopes.AppOnly(settings.Cloud), false, Ct);

        Assert.False(answer.FromCache);
        Assert.True((await app.TokenAsync(MailScopes.AppOnly(settings.Cloud), false, Ct)).FromCache);
        using var wrong = new AppSignIn(settings, AppCredential.Secret(new SecretValue("another-secret")));
        var e = await Assert.ThrowsAsync<SignInException>(() => wrong.TokenAsync(MailScopes.AppOnly(settings.Cloud), false, Ct));
        Assert.Equal((SignInFailure.Refused, "invalid_client"), (e.Failure, e.Error));
    }

    [Fact]
    public async Task A_sealed_session_signs_in_where_it_is_opened()
    {
        servers.Require();
        Assert.SkipWhen(LibraryFlavour.IsNetStandard, "Sealed sessions need PowerShell 7.4.");
        var store = TokenStore.InMemory();
        using var signIn = new EntraSignIn(Settings(store));
        var here = await SignIn(signIn, "bob@contoso.test");
        var key = BundleKey.PassPhrase(new SecretValue("correct horse battery"));
        var file = await SessionBundle.ExportAsync(store, new AppProfile("job") { ClientId = servers.ClientId }, here.HomeAccountId, key, TimeSpan.FromHours(1), TimeProvider.System, Ct);

        var elsewhere = TokenStore.InMemory();
        var bundle = await SessionBundle.ImportAsync(file, key, elsewhere, TimeProvider.System, Ct);
        using var there = new EntraSignIn(Settings(elsewhere));
        var answer = await there.SilentAsync(Mail, bundle.HomeAccountId, false, Ct);

        Assert.Equal("bob@contoso.test", answer!.Username);
        Assert.NotEqual(here.AccessToken, answer.AccessToken);
    }

    [Fact]
    public async Task Processes_that_refresh_at_once_and_are_killed_lose_no_account()
    {
        servers.Require();
        var folder = Path.Combine(servers.Root, "store-" + Guid.NewGuid().ToString("N"));
        using var signIn = new EntraSignIn(Settings(TokenStore.File(folder, LibraryFlavour.Protection)));
        await SignIn(signIn, "alice@contoso.test");
        await SignIn(signIn, "bob@contoso.test");
        await signIn.RemoveAsync("bob@contoso.test", Ct);
        Task<Process> Child(int rounds) => RefreshChild.StartAsync(folder, servers.Entra, servers.Tenant, servers.ClientId, servers.CertificateAuthorityPath, rounds, Ct);
        var steady = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Child(3)));
        var doomed = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Child(int.MaxValue)));
        try
        {
            Array.ForEach(steady.Concat(doomed).ToArray(), RefreshChild.Go);
            Assert.All(await Task.WhenAll(steady.Select(c => RefreshChild.EndAsync(c, Ct))), Assert.Empty);
            Array.ForEach(doomed, c => c.Kill());
            await Task.WhenAll(doomed.Select(c => c.WaitForExitAsync(Ct)));

            Assert.Equal("alice@contoso.test", Assert.Single(await signIn.AccountsAsync(Ct)).Username);
            Assert.False((await signIn.SilentAsync(Mail, null, true, Ct))!.FromCache);
            Assert.DoesNotContain(Directory.GetFiles(folder), f => f.Contains(".damaged-", StringComparison.Ordinal));
        }
        finally
        {
            Array.ForEach(steady.Concat(doomed).ToArray(), c => c.Dispose());
        }
    }
}
