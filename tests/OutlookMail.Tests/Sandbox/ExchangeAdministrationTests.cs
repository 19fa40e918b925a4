using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>What an Exchange administrator does for an app without a person, and what the two protocols make of it (Microsoft's how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth.md).</summary>
public sealed class ExchangeAdministrationTests : IAsyncLifetime
{
    private const string Bob = "bob@contoso.test";

    private SandboxServer server = null!;
    private string appId = "";
    private string principalId = "";
    private string token = "";

    public async ValueTask InitializeAsync()
    {
        server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        (appId, string secret, principalId) = await graph.RegisterDaemonAsync("Daemon", null);
        token = await TokenAsync(appId, secret);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task An_app_needs_the_service_principal_and_the_permission()
    {
        server.Store.Mailbox(Bob).GrantFullAccess(principalId);
        server.Store.Mailbox(Bob).GrantSendAs(principalId);
        await RefusedAsync();

        Assert.Empty(await CallAsync("New-ServicePrincipal", new { AppId = appId, ObjectId = principalId }));
        await AdmittedAsync();
    }

    [Fact]
    public async Task The_registrations_object_id_is_refused_and_any_other_fails_at_sign_in()
    {
        string registration = Assert.Single(server.Apps, a => a.ClientId == appId).ObjectId.ToString();
        Assert.Equal("InvalidObjectId", await CallAsync("New-ServicePrincipal", new { AppId = appId, ObjectId = registration }));

        // michev.info 4027: what is given is not looked up.
        string wrong = Guid.NewGuid().ToString();
        Assert.Empty(await CallAsync("New-ServicePrincipal", new { AppId = appId, ObjectId = wrong }));
        Assert.Empty(await CallAsync("Add-MailboxPermission", new { Identity = Bob, User = wrong, AccessRights = "FullAccess" }));
        await RefusedAsync();
    }

    [Fact]
    public async Task Permissions_go_to_those_who_are_known_only()
    {
        Assert.Equal("ManagementObjectNotFoundException", await CallAsync("Add-MailboxPermission", new { Identity = Bob, User = principalId, AccessRights = "FullAccess" }));
        await CallAsync("New-ServicePrincipal", new { AppId = appId, ObjectId = principalId, DisplayName = "Daemon" });
        Assert.Equal("ADObjectAlreadyExistsException", await CallAsync("New-ServicePrincipal", new { AppId = appId, ObjectId = principalId }));
        Assert.Empty(await CallAsync("Add-MailboxPermission", new { Identity = Bob, User = "Daemon", AccessRights = new[] { "FullAccess" } }));
        Assert.Empty(await CallAsync("Add-RecipientPermission", new { Identity = Bob, Trustee = principalId, AccessRights = "SendAs" }));
        await AdmittedAsync();
        Assert.Equal("ManagementObjectNotFoundException", await CallAsync("Add-MailboxPermission", new { Identity = "nobody@contoso.test", User = "ada@contoso.test", AccessRights = "FullAccess" }));
        Assert.Equal("ParameterBindingFailed", await CallAsync("Add-MailboxPermission", new { Identity = Bob, User = principalId, AccessRights = "ReadPermission" }));
        Assert.Equal("ParameterBindingFailed", await CallAsync("Add-MailboxPermission", new { Identity = Bob, User = principalId, AccessRights = "FullAccess", Owner = "x" }));
        Assert.Equal("CommandNotFoundException", await CallAsync("Remove-Mailbox", new { Identity = Bob }));

        Assert.Empty(await CallAsync("Remove-ServicePrincipal", new { Identity = appId }));
        await RefusedAsync();
    }

    [Fact]
    public async Task RBAC_lets_an_app_without_the_api_permission_submit_for_the_mailboxes_of_its_scope()
    {
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        (string bareApp, string secret, string barePrincipal) = await graph.RegisterDaemonAsync("Bare", null, withRoles: false);
        string bare = await TokenAsync(bareApp, secret);
        await CallAsync("New-ServicePrincipal", new { AppId = bareApp, ObjectId = barePrincipal });
        Assert.Equal("InvalidFilter", await CallAsync("New-ManagementScope", new { Name = "Group", RecipientRestrictionFilter = "MemberOfGroup -eq 'CN=x'" }));
        Assert.Empty(await CallAsync("New-ManagementScope", new { Name = "Bobs", RecipientRestrictionFilter = "Alias -like 'bo*' -and PrimarySmtpAddress -ne 'boris@contoso.test'" }));
        Assert.Equal("ManagementObjectNotFoundException", await CallAsync("New-ManagementRoleAssignment", new { Role = "Application IMAP.AccessAsApp", App = barePrincipal, CustomResourceScope = "Bobs" }));
        Assert.Empty(await CallAsync("New-ManagementRoleAssignment", new { Role = "Application SMTP.SendAsApp", App = barePrincipal, CustomResourceScope = "Bobs" }));

        await using (SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server, Bob, bare))
        {
            Assert.StartsWith("250 ", await wire.LastOfAsync($"MAIL FROM:<{Bob}>"));
        }

        await using SandboxWire outside = await SandboxWire.SmtpAsync(server);
        Assert.StartsWith("535 5.7.3 ", await outside.LastOfAsync($"AUTH XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", bare)}"));
        JsonElement row = (await AnswerAsync("Test-ServicePrincipalAuthorization", new { Identity = barePrincipal, Resource = Bob })).GetProperty("value")[0];
        Assert.Equal(("Application SMTP.SendAsApp", "True"), (row.GetProperty("RoleName").GetString(), row.GetProperty("InScope").GetString()));

        // A token that does carry the permission is judged by the mailbox's permissions instead.
        await CallAsync("New-ServicePrincipal", new { AppId = appId, ObjectId = principalId });
        await CallAsync("New-ManagementRoleAssignment", new { Role = "Application SMTP.SendAsApp", App = principalId });
        await using SandboxWire carried = await SandboxWire.SmtpAsync(server);
        Assert.StartsWith("535 5.7.3 ", await carried.LastOfAsync($"AUTH XOAUTH2 {SandboxWire.XOAuth2(Bob, token)}"));
    }

    [Theory]
    [InlineData(true, null, "Tenant")]
    [InlineData(true, false, null)]
    [InlineData(false, true, "Mailbox")]
    [InlineData(false, null, null)]
    public async Task SMTP_AUTH_is_off_for_the_tenant_or_the_mailbox_which_overrides(bool tenant, bool? mailbox, string? refused)
    {
        await CallAsync("Set-TransportConfig", new { SmtpClientAuthenticationDisabled = tenant });
        await CallAsync("Set-CASMailbox", new { Identity = Bob, SmtpClientAuthenticationDisabled = mailbox });
        await using SandboxWire wire = await SandboxWire.SmtpAsync(server);
        string answer = await wire.LastOfAsync($"AUTH XOAUTH2 {SandboxWire.XOAuth2(Bob, server.IssueToken(Bob))}");
        Assert.StartsWith(refused is null ? "235 " : $"535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the {refused}. Visit https://aka.ms/smtp_auth_disabled", answer);
    }

    [Fact]
    public async Task IMAP_switched_off_for_a_mailbox_is_authenticated_but_not_connected()
    {
        await CallAsync("Set-CASMailbox", new { Identity = Bob, ImapEnabled = false });
        await using SandboxWire wire = await SandboxWire.SignedInImapAsync(server, Bob);
        Assert.Equal("2 BAD User is authenticated but not connected.", await wire.LastOfAsync("2 SELECT INBOX"));
        await CallAsync("Set-CASMailbox", new { Identity = Bob, ImapEnabled = true });
        await using SandboxWire again = await SandboxWire.SignedInImapAsync(server, Bob);
        Assert.StartsWith("2 OK ", await again.LastOfAsync("2 SELECT INBOX"));
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_command()
    {
        using var http = new HttpClient { DefaultRequestHeaders = { { "Origin", "https://evil.test" } } };
        using HttpResponseMessage answer = await http.PostAsync($"{server.Info.WebPage}/exchange/Set-TransportConfig", new StringContent("{\"SmtpClientAuthenticationDisabled\":true}"));
        Assert.Equal(403, (int)answer.StatusCode);
        Assert.False(server.Exchange.SmtpClientAuthenticationDisabled);
    }

    private async Task RefusedAsync()
    {
        await using SandboxWire imap = await SandboxWire.SignedInImapAsync(server, Bob, token);
        Assert.Equal("2 BAD User is authenticated but not connected.", await imap.LastOfAsync("2 SELECT INBOX"));
        await using SandboxWire smtp = await SandboxWire.SmtpAsync(server);
        Assert.StartsWith("535 5.7.3 ", await smtp.LastOfAsync($"AUTH XOAUTH2 {SandboxWire.XOAuth2(Bob, token)}"));
    }

    private async Task AdmittedAsync()
    {
        await using SandboxWire imap = await SandboxWire.SignedInImapAsync(server, Bob, token);
        Assert.Equal("2 OK [READ-WRITE] SELECT completed.", await imap.LastOfAsync("2 SELECT INBOX"));
        await using SandboxWire smtp = await SandboxWire.SignedInSmtpAsync(server, Bob, token);
        Assert.StartsWith("250 ", await smtp.LastOfAsync($"MAIL FROM:<{Bob}>"));
    }

    private async Task<string> TokenAsync(string client, string secret) => (await ConfidentialClientApplicationBuilder.Create(client).WithClientSecret(secret)
        .WithAuthority($"{server.Info.Authority}/{server.Info.Tenant}/", validateAuthority: false).WithInstanceDiscovery(false).WithHttpClientFactory(new SandboxHttp(server))
        .Build().AcquireTokenForClient(["https://outlook.office365.com/.default"]).ExecuteAsync()).AccessToken;

    /// <summary>Runs a command as the functions do; the error's code, or nothing.</summary>
    private async Task<string> CallAsync(string command, object parameters) =>
        (await AnswerAsync(command, parameters)).TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetString()! : "";

    private async Task<JsonElement> AnswerAsync(string command, object parameters)
    {
        using var http = new HttpClient();
        using var body = new StringContent(JsonSerializer.Serialize(parameters), Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync($"{server.Info.WebPage}/exchange/{command}", body);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }
}
