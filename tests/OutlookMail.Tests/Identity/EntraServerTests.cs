using System;
using System.IO;
using System.Linq;
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
}
