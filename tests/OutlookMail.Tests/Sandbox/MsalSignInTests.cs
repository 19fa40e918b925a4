using System.Linq;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>MSAL.NET, unmodified, as the judge of the sandbox's Entra.</summary>
public sealed class MsalSignInTests
{
    private static readonly string[] MailScopes =
        ["https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send", "email"];

    [Theory]
    [InlineData("organizations")]
    [InlineData("common")]
    [InlineData("contoso.test")]
    [InlineData(null)]
    public async Task Msal_signs_in_by_device_code_then_silently_then_by_refresh(string? tenant)
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        IPublicClientApplication app = PublicApp(server, tenant ?? server.Info.Tenant);

        AuthenticationResult first = await app.AcquireTokenWithDeviceCode(MailScopes, _ => Task.CompletedTask).ExecuteAsync();
        Assert.Equal("ada@contoso.test", first.Account.Username);
        Assert.Contains("https://outlook.office.com/IMAP.AccessAsUser.All", first.Scopes);
        Assert.Equal("ada@contoso.test", first.ClaimsPrincipal.FindFirst("email")?.Value);

        IAccount account = Assert.Single(await app.GetAccountsAsync());
        // A mail token's scope never lists email, so asked with it MSAL would miss its cache.
        AuthenticationResult silent = await app.AcquireTokenSilent(MailScopes[..2], account).ExecuteAsync();
        Assert.Equal(TokenSource.Cache, silent.AuthenticationResultMetadata.TokenSource);
        Assert.Equal(first.AccessToken, silent.AccessToken);

        AuthenticationResult refreshed = await app.AcquireTokenSilent(MailScopes, account).WithForceRefresh(true).ExecuteAsync();
        Assert.Equal(TokenSource.IdentityProvider, refreshed.AuthenticationResultMetadata.TokenSource);
        Assert.NotEqual(first.AccessToken, refreshed.AccessToken);
    }

    [Fact]
    public async Task The_same_refresh_token_gives_a_graph_token_that_reads_me()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        IPublicClientApplication app = PublicApp(server, server.Info.Tenant);
        AuthenticationResult mail = await app.AcquireTokenWithDeviceCode(MailScopes, _ => Task.CompletedTask).ExecuteAsync();
        AuthenticationResult graph = await app.AcquireTokenSilent(["User.Read"], mail.Account).ExecuteAsync();

        using var http = SandboxHttp.For(server);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", graph.AccessToken);
        using var me = JsonDocument.Parse(await http.GetStringAsync(server.Info.Graph + "/v1.0/me"));
        Assert.Equal("ada@contoso.test", me.RootElement.GetProperty("userPrincipalName").GetString());

        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", mail.AccessToken);
        using var refused = await http.GetAsync(server.Info.Graph + "/v1.0/me");
        Assert.Equal(401, (int)refused.StatusCode);
        Assert.Contains("InvalidAuthenticationToken", await refused.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_personal_account_gets_an_opaque_access_token_and_a_readable_id_token()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(
            new SandboxOptions { Users = ["eve@outlook.test"] }, TestContext.Current.CancellationToken);
        AuthenticationResult result = await PublicApp(server, "consumers").AcquireTokenWithDeviceCode(MailScopes, _ => Task.CompletedTask).ExecuteAsync();
        Assert.StartsWith("EwB", result.AccessToken);
        Assert.DoesNotContain('.', result.AccessToken);
        Assert.Equal(SandboxUser.PersonalTenantId.ToString(), result.TenantId);
        Assert.Equal("eve@outlook.test", result.Account.Username);
    }

    [Fact]
    public async Task A_denied_device_code_is_declined()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(
            new SandboxOptions { Approval = SandboxApproval.Deny }, TestContext.Current.CancellationToken);
        MsalServiceException refusal = await Assert.ThrowsAsync<MsalServiceException>(
            () => PublicApp(server, server.Info.Tenant).AcquireTokenWithDeviceCode(MailScopes, _ => Task.CompletedTask).ExecuteAsync());
        Assert.Equal("authorization_declined", refusal.ErrorCode);
    }

    [Fact]
    public async Task The_page_approves_a_device_code_over_http()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(
            new SandboxOptions { Approval = SandboxApproval.Page, DeviceCodeInterval = 0 }, TestContext.Current.CancellationToken);
        using var browser = new System.Net.Http.HttpClient();
        AuthenticationResult result = await PublicApp(server, server.Info.Tenant).AcquireTokenWithDeviceCode(MailScopes, async code =>
        {
            Assert.StartsWith(server.Info.WebPage + "/", code.VerificationUrl);
            using var form = new System.Net.Http.FormUrlEncodedContent(
                [new("user_code", code.UserCode), new("user", "bob@contoso.test"), new("action", "approve")]);
            using var page = await browser.PostAsync(code.VerificationUrl, form);
            page.EnsureSuccessStatusCode();
        }).ExecuteAsync();
        Assert.Equal("bob@contoso.test", result.Account.Username);
    }

    private static IPublicClientApplication PublicApp(SandboxServer server, string tenant) =>
        PublicClientApplicationBuilder.Create(server.Info.ClientId)
            .WithAuthority($"{server.Info.Authority}/{tenant}/", validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(new SandboxHttp(server))
            .Build();
}
