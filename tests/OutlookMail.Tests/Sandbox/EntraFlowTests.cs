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
        Task<AuthenticationResult> SignInAsync() => SandboxGraph.PublicApp(server, server.Info.ClientId, "http://localhost").AcquireTokenInteractive([Imap])
            .WithLoginHint("bob@contoso.test")
            .WithUseEmbeddedWebView(false)
            .WithSystemWebViewOptions(new SystemWebViewOptions { OpenBrowserAsync = url => BrowseAsync(browser, url) })
            .ExecuteAsync();
        AuthenticationResult result;
        try
        {
            result = await SignInAsync();
        }
        catch (ArgumentNullException)
        {
            // .NET's HttpListener, where a connection comes in the very moment it begins to listen.
            result = await SignInAsync();
        }

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

    // Microsoft's reference-error-codes.md and f-bader/EntraID-ErrorCodes, as far as a mail client can meet them: number, and each error that was seen with it.
    private static readonly Dictionary<int, string> KnownErrors = new()
    {
        { 28000, "invalid_request" }, { 50011, "invalid_request" }, { 500113, "invalid_request" }, { 50020, "invalid_grant unauthorized_client" },
        { 50034, "invalid_grant" }, { 50053, "invalid_grant" }, { 50055, "invalid_grant" }, { 50057, "invalid_grant" }, { 50058, "login_required" },
        { 50059, "invalid_request" }, { 50072, "interaction_required invalid_grant" }, { 50079, "interaction_required invalid_grant" },
        { 50074, "interaction_required invalid_grant" }, { 50076, "interaction_required invalid_grant" }, { 50097, "interaction_required" },
        { 50105, "invalid_grant access_denied" }, { 50126, "invalid_grant" }, { 50133, "invalid_grant" }, { 50173, "invalid_grant" }, { 50158, "interaction_required" },
        { 50194, "invalid_request" }, { 50196, "invalid_grant" }, { 50199, "interaction_required invalid_grant" }, { 500011, "invalid_resource" },
        { 500200, "invalid_request" }, { 500202, "invalid_request" }, { 500207, "invalid_request" }, { 500208, "invalid_request" },
        { 530003, "interaction_required access_denied" }, { 53000, "interaction_required" }, { 53001, "interaction_required" },
        { 53003, "invalid_grant access_denied interaction_required" }, { 530032, "access_denied" }, { 530035, "access_denied" }, { 530033, "access_denied" },
        { 65001, "invalid_grant consent_required" }, { 65002, "invalid_grant invalid_request" }, { 65004, "access_denied consent_required" },
        { 650052, "invalid_grant" }, { 650056, "invalid_client invalid_resource" }, { 650057, "invalid_client invalid_resource" }, { 65005, "invalid_client invalid_resource" },
        { 70000, "invalid_grant" }, { 70002, "invalid_client" }, { 70008, "invalid_grant" }, { 700082, "invalid_grant" }, { 700003, "invalid_grant" },
        { 70011, "invalid_scope" }, { 70016, "authorization_pending" }, { 70018, "bad_verification_code" }, { 70019, "expired_token" },
        { 70043, "invalid_grant" }, { 70044, "invalid_grant" }, { 70046, "invalid_grant" }, { 700016, "unauthorized_client" }, { 700022, "invalid_request" },
        { 700023, "invalid_client" }, { 700024, "invalid_client" }, { 700027, "invalid_client" }, { 700025, "invalid_client" }, { 7000215, "invalid_client" },
        { 7000216, "invalid_client" }, { 7000218, "invalid_client" }, { 7000222, "invalid_client" }, { 90002, "invalid_request invalid_tenant" },
        { 900023, "invalid_request" }, { 9002313, "invalid_request" }, { 90023, "invalid_request" }, { 90013, "invalid_request" }, { 90014, "invalid_request" },
        { 900144, "invalid_request" }, { 9001023, "invalid_request" }, { 9002331, "invalid_request" }, { 9002332, "invalid_request" }, { 9002346, "invalid_request" },
        { 90072, "interaction_required invalid_grant" }, { 90094, "consent_required access_denied" }, { 90095, "consent_required access_denied" },
        { 90119, "invalid_request" }, { 90120, "invalid_request" }, { 90130, "invalid_request" }, { 90124, "invalid_request" },
        { 90006, "temporarily_unavailable server_error" }, { 90012, "temporarily_unavailable server_error" }, { 90024, "temporarily_unavailable server_error" },
        { 90033, "temporarily_unavailable server_error" }, { 50033, "temporarily_unavailable server_error" }, { 70012, "temporarily_unavailable server_error" },
        { 90055, "temporarily_unavailable" }, { 1002012, "invalid_scope" }, { 50049, "invalid_instance" },
    };

    [Fact]
    public void Every_number_that_Microsoft_documents_for_these_flows_can_be_switched_on()
    {
        Assert.All(KnownErrors, known =>
        {
            (_, string error, string text) = Assert.Single(SandboxServer.SignInErrors, e => e.Code == known.Key);
            Assert.Contains(error, known.Value.Split(' '));
            Assert.NotEmpty(text);
            server.Faults.NextSignInError(known.Key);
        });
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
