using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using System.Web;
using Microsoft.Identity.Client;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Browser sign-in, app-only sign-in, consent and refusals, with MSAL.NET where it has a part.</summary>
public sealed class EntraFlowTests : IAsyncLifetime
{
    private const string Imap = "https://outlook.office.com/IMAP.AccessAsUser.All";

    private SandboxServer server = null!;

    public async ValueTask InitializeAsync() => server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Msal_signs_in_in_a_browser()
    {
        using var browser = new HttpClient();
        AuthenticationResult result = await SandboxGraph.PublicApp(server, server.Info.ClientId, "http://localhost").AcquireTokenInteractive([Imap])
            .WithLoginHint("bob@contoso.test")
            .WithUseEmbeddedWebView(false)
            .WithSystemWebViewOptions(new SystemWebViewOptions { OpenBrowserAsync = url => BrowseAsync(browser, url) })
            .ExecuteAsync();
        Assert.Equal("bob@contoso.test", result.Account.Username);
        Assert.Contains(Imap, result.Scopes);
    }

    [Fact]
    public async Task A_code_is_bound_to_its_verifier_and_works_once()
    {
        using HttpClient http = SandboxHttp.For(server);
        const string verifier = "0123456789012345678901234567890123456789012";
        string challenge = Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        string code = await CodeAsync(http, $"&code_challenge={challenge}&code_challenge_method=S256");
        Dictionary<string, string> form = new()
        {
            ["client_id"] = server.Info.ClientId, ["grant_type"] = "authorization_code", ["redirect_uri"] = "http://localhost:5555", ["code"] = code, ["code_verifier"] = "wrong" + verifier,
        };
        Assert.Equal(501481, await ErrorAsync(http, form));
        form["code_verifier"] = verifier;
        JsonElement answer = await TokenAsync(http, form);
        Assert.Equal(Imap, answer.GetProperty("scope").GetString());
        Assert.Equal(54005, await ErrorAsync(http, form));
        Assert.Equal(70000, await ErrorAsync(http, new(form) { ["code"] = "nonsense" }));
    }

    [Fact]
    public async Task What_is_wrong_before_the_redirect_uri_is_known_stays_on_the_page()
    {
        using HttpClient http = SandboxHttp.For(server);
        using HttpResponseMessage answer = await http.GetAsync($"{server.Info.WebPage}/common/oauth2/v2.0/authorize?client_id={server.Info.ClientId}&response_type=code&redirect_uri=https%3A%2F%2Fevil.test%2F&scope=openid");
        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Contains("AADSTS50011", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task App_only_by_secret_and_by_certificate_carries_the_assigned_roles()
    {
        using RSA key = RSA.Create(2048);
        using X509Certificate2 certificate = new CertificateRequest("CN=daemon", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        (string appId, string secret, string principalId) = await graph.RegisterDaemonAsync("Daemon", certificate);

        foreach (IConfidentialClientApplication app in new[]
        {
            Confidential(appId).WithClientSecret(secret).Build(),
            Confidential(appId).WithCertificate(certificate).Build(),
        })
        {
            AuthenticationResult result = await app.AcquireTokenForClient(["https://outlook.office365.com/.default"]).ExecuteAsync();
            await using SandboxWire refused = await SandboxWire.SignedInImapAsync(server, "bob@contoso.test", result.AccessToken);
            Assert.Equal("2 BAD User is authenticated but not connected.", await refused.LastOfAsync("2 SELECT INBOX"));
        }

        server.Exchange.NewServicePrincipal(Guid.Parse(appId), Guid.Parse(principalId));
        server.Exchange.AddMailboxPermission("bob@contoso.test", principalId);
        server.Exchange.AddRecipientPermission("bob@contoso.test", principalId);
        AuthenticationResult good = await Confidential(appId).WithClientSecret(secret).Build().AcquireTokenForClient(["https://outlook.office365.com/.default"]).ExecuteAsync();
        await using SandboxWire imap = await SandboxWire.SignedInImapAsync(server, "bob@contoso.test", good.AccessToken);
        Assert.Equal("2 OK [READ-WRITE] SELECT completed.", await imap.LastOfAsync("2 SELECT INBOX"));
        await using SandboxWire smtp = await SandboxWire.SignedInSmtpAsync(server, "bob@contoso.test", good.AccessToken);
        Assert.StartsWith("250 ", await smtp.LastOfAsync("MAIL FROM:<bob@contoso.test>"));
    }

    [Fact]
    public async Task Client_credentials_are_refused_by_the_book()
    {
        using HttpClient http = SandboxHttp.For(server);
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        (string appId, string secret, _) = await graph.RegisterDaemonAsync("Daemon", null);
        Dictionary<string, string> form = new() { ["client_id"] = appId, ["grant_type"] = "client_credentials", ["client_secret"] = secret, ["scope"] = "https://outlook.office365.com/.default" };
        Assert.Equal(7000215, await ErrorAsync(http, new(form) { ["client_secret"] = Guid.NewGuid().ToString() }));
        Assert.Equal(1002012, await ErrorAsync(http, new(form) { ["scope"] = "https://outlook.office365.com/IMAP.AccessAsApp" }));
        Assert.Equal(70011, await ErrorAsync(http, new(form) { ["scope"] = "https://outlook.office365.com/.default https://graph.microsoft.com/.default" }));
        Assert.Equal(7000216, await ErrorAsync(http, form.Where(f => f.Key != "client_secret").ToDictionary()));
        Assert.Equal(50194, await ErrorAsync(http, form, "common"));
        Assert.Equal(90002, await ErrorAsync(http, form, Guid.NewGuid().ToString()));
        Assert.Equal(900023, await ErrorAsync(http, form, "nonsense"));
        Assert.Equal(700016, await ErrorAsync(http, new(form) { ["client_id"] = Guid.NewGuid().ToString() }));
        server.Clock.Advance(TimeSpan.FromDays(3 * 365));
        Assert.Equal(7000222, await ErrorAsync(http, form));
    }

    [Fact]
    public async Task Refresh_obeys_resources_consent_and_policy()
    {
        using HttpClient http = SandboxHttp.For(server);
        JsonElement first = await TokenAsync(http, new()
        {
            ["client_id"] = server.Info.ClientId, ["grant_type"] = "authorization_code", ["redirect_uri"] = "http://localhost:5555", ["code"] = await CodeAsync(http, ""),
        });
        Dictionary<string, string> form = new()
        {
            ["client_id"] = server.Info.ClientId, ["grant_type"] = "refresh_token", ["refresh_token"] = first.GetProperty("refresh_token").GetString()!, ["scope"] = Imap,
        };
        Assert.Equal(28000, await ErrorAsync(http, new(form) { ["scope"] = Imap + " User.Read" }));
        Assert.Equal(65001, await ErrorAsync(http, new(form) { ["scope"] = "Mail.Send" }));
        Assert.Equal(500011, await ErrorAsync(http, new(form) { ["scope"] = "https://vault.azure.net/user_impersonation" }));
        Assert.Equal(700025, await ErrorAsync(http, new(form) { ["client_secret"] = "x" }));

        JsonElement next = await TokenAsync(http, new(form) { ["scope"] = Imap + " offline_access" });
        Assert.NotEqual(form["refresh_token"], next.GetProperty("refresh_token").GetString());
        await TokenAsync(http, form);

        server.ConditionalAccess.SignInFrequency = TimeSpan.FromHours(1);
        server.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(70043, await ErrorAsync(http, form));
        server.ConditionalAccess.SignInFrequency = null;
        server.RevokeSignIns("ada@contoso.test");
        Assert.Equal(50173, await ErrorAsync(http, form));
        server.Clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(700082, await ErrorAsync(http, form));
    }

    [Fact]
    public async Task Conditional_access_blocks_the_device_flow()
    {
        server.ConditionalAccess.BlockDeviceCode = true;
        MsalUiRequiredException refusal = await Assert.ThrowsAsync<MsalClaimsChallengeException>(() => SandboxGraph.PublicApp(server, server.Info.ClientId)
            .AcquireTokenWithDeviceCode([Imap], _ => Task.CompletedTask).ExecuteAsync());
        Assert.Contains("AADSTS53003", refusal.Message);
        Assert.Contains("capolids", refusal.Claims);
    }

    [Fact]
    public async Task Every_number_of_the_table_can_be_met_with_its_oauth_error()
    {
        using HttpClient http = SandboxHttp.For(server);
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        (string appId, string secret, _) = await graph.RegisterDaemonAsync("Daemon", null);
        foreach ((int code, string error, _) in SandboxServer.SignInErrors)
        {
            server.Faults.NextSignInError(code);
            using HttpResponseMessage answer = await PostAsync(http, new() { ["client_id"] = appId, ["grant_type"] = "client_credentials", ["client_secret"] = secret, ["scope"] = "https://graph.microsoft.com/.default" }, null);
            using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
            Assert.Equal(code, body.RootElement.GetProperty("error_codes")[0].GetInt32());
            Assert.Equal(error, body.RootElement.GetProperty("error").GetString());
            Assert.StartsWith($"AADSTS{code}: ", body.RootElement.GetProperty("error_description").GetString());
            Assert.Contains("\r\nTrace ID: ", body.RootElement.GetProperty("error_description").GetString());
        }
    }

    [Fact]
    public async Task Admin_consent_returns_to_the_app_and_counts()
    {
        using HttpClient http = SandboxHttp.For(server);
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        JsonElement app = await graph.PostAsync("applications", new
        {
            displayName = "Web", signInAudience = "AzureADMyOrg", web = new { redirectUris = new[] { "https://app.test/back" } },
            requiredResourceAccess = new[] { new { resourceAppId = "00000002-0000-0ff1-ce00-000000000000", resourceAccess = new[] { new { id = "5e5addcd-3e8d-4e90-baf5-964efab2b20a", type = "Role" } } } },
        });
        string appId = app.GetProperty("appId").GetString()!;
        using HttpResponseMessage v1 = await http.GetAsync($"{server.Info.WebPage}/{server.Info.Tenant}/adminconsent?client_id={appId}&state=s1&redirect_uri=https%3A%2F%2Fapp.test%2Fback");
        Assert.Equal($"https://app.test/back?admin_consent=True&tenant={server.Info.Tenant}&state=s1", v1.Headers.Location!.ToString());
        using HttpResponseMessage v2 = await http.GetAsync($"{server.Info.WebPage}/{server.Info.Tenant}/v2.0/adminconsent?client_id={appId}&scope=https%3A%2F%2Foutlook.office365.com%2F.default&redirect_uri=https%3A%2F%2Fapp.test%2Fback");
        Assert.StartsWith("https://app.test/back?admin_consent=True&tenant=", v2.Headers.Location!.ToString());
        JsonElement principal = await graph.GetAsync($"servicePrincipals(appId='{appId}')");
        JsonElement roles = await graph.GetAsync($"servicePrincipals/{principal.GetProperty("id").GetString()}/appRoleAssignments");
        Assert.Equal("5e5addcd-3e8d-4e90-baf5-964efab2b20a", roles.GetProperty("value")[0].GetProperty("appRoleId").GetString());
    }

    [Fact]
    public async Task A_confidential_app_gets_a_device_code_and_no_token()
    {
        using HttpClient http = SandboxHttp.For(server);
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        JsonElement app = await graph.PostAsync("applications", new { displayName = "Not public", signInAudience = "AzureADMyOrg" });
        using var form = new FormUrlEncodedContent([new("client_id", app.GetProperty("appId").GetString()), new("scope", "https://outlook.office.com/SMTP.Send")]);
        using HttpResponseMessage start = await http.PostAsync($"{server.Info.Authority}/{server.Info.Tenant}/oauth2/v2.0/devicecode", form);
        using var code = JsonDocument.Parse(await start.Content.ReadAsStringAsync());
        Assert.Equal(900, code.RootElement.GetProperty("expires_in").GetInt32());
        Assert.False(code.RootElement.TryGetProperty("verification_uri_complete", out _));
        Assert.Equal(7000218, await ErrorAsync(http, new()
        {
            ["client_id"] = app.GetProperty("appId").GetString()!, ["grant_type"] = "urn:ietf:params:oauth:grant-type:device_code", ["device_code"] = code.RootElement.GetProperty("device_code").GetString()!,
        }));
    }

    [Fact]
    public async Task Tokens_are_not_given_out_over_plain_http()
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsync($"{server.Info.WebPage}/common/oauth2/v2.0/token", new FormUrlEncodedContent([new("client_id", server.Info.ClientId)]));
        Assert.Equal(404, (int)answer.StatusCode);
    }

    private ConfidentialClientApplicationBuilder Confidential(string appId) => ConfidentialClientApplicationBuilder.Create(appId)
        .WithAuthority($"{server.Info.Authority}/{server.Info.Tenant}/", validateAuthority: false).WithInstanceDiscovery(false).WithHttpClientFactory(new SandboxHttp(server));

    // What a browser does: follow the page, then submit the form that leads back to the app.
    private async Task BrowseAsync(HttpClient browser, Uri url)
    {
        var page = new UriBuilder(url) { Scheme = "http", Port = new Uri(server.Info.WebPage).Port };
        string html = await browser.GetStringAsync(page.Uri);
        string action = HttpUtility.HtmlDecode(Regex.Match(html, "<form method=\"post\" action=\"([^\"]+)\" data-submit>").Groups[1].Value);
        IEnumerable<KeyValuePair<string, string>> fields = Regex.Matches(html, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
            .Select(m => KeyValuePair.Create(HttpUtility.HtmlDecode(m.Groups[1].Value), HttpUtility.HtmlDecode(m.Groups[2].Value)));
        _ = TestBrowser.PostAsync(browser, action, fields.ToArray());
    }

    private async Task<string> CodeAsync(HttpClient http, string more)
    {
        using HttpResponseMessage answer = await http.GetAsync(
            $"{server.Info.WebPage}/organizations/oauth2/v2.0/authorize?client_id={server.Info.ClientId}&response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A5555&scope={Uri.EscapeDataString(Imap + " openid offline_access")}&state=a%20b{more}");
        Assert.Equal("a b", HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["state"]);
        return HttpUtility.ParseQueryString(answer.Headers.Location.Query)["code"]!;
    }

    private async Task<HttpResponseMessage> PostAsync(HttpClient http, Dictionary<string, string> form, string? tenant) =>
        await http.PostAsync($"{server.Info.Authority}/{tenant ?? server.Info.Tenant}/oauth2/v2.0/token", new FormUrlEncodedContent(form));

    private async Task<JsonElement> TokenAsync(HttpClient http, Dictionary<string, string> form)
    {
        using HttpResponseMessage answer = await PostAsync(http, form, null);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    private async Task<int> ErrorAsync(HttpClient http, Dictionary<string, string> form, string? tenant = null)
    {
        using HttpResponseMessage answer = await PostAsync(http, form, tenant);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("error_codes")[0].GetInt32();
    }
}
