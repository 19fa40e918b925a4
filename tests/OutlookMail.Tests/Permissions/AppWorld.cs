using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Permissions;

/// <summary>From nothing: a sandbox, a client, an app registered there, a session, and the rows of the permission test.</summary>
internal sealed class AppWorld : IAsyncDisposable, IAppEvents
{
    public const string Ada = "ada@contoso.test";

    private AppWorld(SandboxServer sandbox)
    {
        Sandbox = sandbox;
        Client = new OutlookClient(sandbox.Clock, _ => null);
    }

    public SandboxServer Sandbox { get; }

    public OutlookClient Client { get; }

    public OutlookApp App { get; private set; } = null!;

    public OutlookSession? Session { get; set; }

    public List<string> Warnings { get; } = [];

    public AppRequest Where => new() { Sandbox = Sandbox.Info };

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<AppWorld> StartAsync(SandboxOptions? options = null) => new(await SandboxServer.StartAsync(options ?? new SandboxOptions(), Ct));

    /// <summary>Register-OutlookApp; Connect-OutlookMailbox.</summary>
    public static async Task<AppWorld> ConnectedAsync(OutlookAppSignIn signIn = OutlookAppSignIn.DeviceCode, SandboxOptions? options = null)
    {
        var world = await StartAsync(options);
        await world.RegisterAsync(signIn);
        await world.ConnectAsync();
        return world;
    }

    public async Task RegisterAsync(OutlookAppSignIn signIn, Action<RegisterAppRequest>? change = null)
    {
        var what = new RegisterAppRequest { Name = "Mail runbook", SignIn = signIn };
        if ((signIn & OutlookAppSignIn.Web) != 0)
        {
            what.RedirectUris = ["http://localhost/signin"];
        }

        change?.Invoke(what);
        using var work = await Client.Apps.PrepareAsync(Where, what, this, Ct);
        App = await work.ApplyAsync(Ct);
    }

    public async Task ConnectAsync(Action<ConnectRequest>? change = null)
    {
        var request = new ConnectRequest { Sandbox = Sandbox.Info, OpenBrowser = BrowseAsync };
        change?.Invoke(request);
        Session = await Client.ConnectAsync(request, this, Ct);
    }

    /// <summary>Test-OutlookAppPermissions, in the session or without one.</summary>
    public Task<List<OutlookPermissionResult>> RowsAsync(PermissionTestRequest? request = null, string? mailbox = null) => Session is { } session
        ? Client.TestPermissionsAsync(session, Request(request), Ct).ToListAsync(Ct).AsTask()
        : Client.TestPermissionsAsync(new ConnectRequest { Sandbox = Sandbox.Info, ClientId = App.ClientId, Mailbox = mailbox, Tenant = SignInTenant, CanInteract = false }, Request(request), this, Ct).ToListAsync(Ct).AsTask();

    /// <summary>Where a test without a session signs in; null for where the app's people do.</summary>
    public string? SignInTenant { get; set; }

    /// <summary>Rights that whoever runs the test has at Graph; null for those of the kept sign-in.</summary>
    public string[]? GraphRights { get; set; }

    private PermissionTestRequest Request(PermissionTestRequest? asked)
    {
        var request = asked ?? new PermissionTestRequest();
        request.GraphToken = GraphRights is null ? null : new NetworkCredential("", Sandbox.IssueToken(Ada, "https://graph.microsoft.com", GraphRights)).SecurePassword;
        return request;
    }

    /// <summary>An administrator's call of Graph, beside the module.</summary>
    public async Task<JsonNode?> GraphAsync(string method, string path, object? body = null)
    {
        string[] rights = ["Application.ReadWrite.All", "DelegatedPermissionGrant.ReadWrite.All", "AppRoleAssignment.ReadWrite.All", "Directory.AccessAsUser.All"];
        using var http = SandboxHttp.For(Sandbox);
        using var request = new HttpRequestMessage(new HttpMethod(method), Sandbox.Info.Graph + "/v1.0" + path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Sandbox.IssueToken(Ada, "https://graph.microsoft.com", rights));
        using var answer = await http.SendAsync(request, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text.Length == 0 ? null : JsonNode.Parse(text);
    }

    public Task PatchAppAsync(object body) => GraphAsync("PATCH", "/applications/" + App.ObjectId, body);

    /// <summary>Takes permissions out of the declaration, by Graph's ids.</summary>
    public async Task UndeclareAsync(params string[] names)
    {
        var app = await GraphAsync("GET", "/applications/" + App.ObjectId);
        var ids = KnownPermissions.All.Where(p => names.Contains(p.Value)).Select(p => p.Id).ToArray();
        var access = app!["requiredResourceAccess"]!.AsArray().Select(api => new
        {
            resourceAppId = (string)api!["resourceAppId"]!,
            resourceAccess = api["resourceAccess"]!.AsArray().Where(a => !ids.Contains((string)a!["id"]!)).Select(a => new { id = (string)a!["id"]!, type = (string)a["type"]! }).ToArray(),
        });
        await PatchAppAsync(new { requiredResourceAccess = access.ToArray() });
    }

    /// <summary>Takes permissions out of every consent of the app.</summary>
    public async Task UnconsentAsync(params string[] names)
    {
        var grants = await GraphAsync("GET", $"/oauth2PermissionGrants?$filter=clientId eq '{App.ServicePrincipalId}'");
        foreach (var grant in grants!["value"]!.AsArray())
        {
            var left = ((string)grant!["scope"]!).Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(names, StringComparer.OrdinalIgnoreCase);
            await GraphAsync("PATCH", "/oauth2PermissionGrants/" + grant["id"], new { scope = string.Join(' ', left) });
        }
    }

    /// <summary>Takes the consent to an application permission back.</summary>
    /// <returns>What it was.</returns>
    public async Task<JsonNode> UnassignAsync(string role)
    {
        var id = KnownPermissions.All.Single(p => p.Value == role).Id;
        var all = await GraphAsync("GET", $"/servicePrincipals/{App.ServicePrincipalId}/appRoleAssignments");
        var one = all!["value"]!.AsArray().Single(a => (string)a!["appRoleId"]! == id)!;
        await GraphAsync("DELETE", $"/servicePrincipals/{App.ServicePrincipalId}/appRoleAssignments/{one["id"]}");
        return one;
    }

    /// <summary>What Exchange Online has to be told of an app without a person.</summary>
    public void TellExchange(string mailbox)
    {
        Sandbox.Exchange.NewServicePrincipal(Guid.Parse(App.ClientId), Guid.Parse(App.ServicePrincipalId), App.Name);
        Sandbox.Exchange.AddMailboxPermission(mailbox, App.ServicePrincipalId);
        Sandbox.Exchange.AddRecipientPermission(mailbox, App.ServicePrincipalId);
    }

    /// <summary>A session by a token that somebody else got.</summary>
    public Task ConnectWithTokenAsync(string token, bool sendOnly = false) => ConnectAsync(request =>
    {
        request.SendOnly = sendOnly;
        request.AccessToken = new NetworkCredential("", token).SecurePassword;
        request.Account = Ada;
        request.ClientId = App.ClientId;
    });

    public static string Say(IEnumerable<OutlookPermissionResult> rows) =>
        string.Join("\n", rows.Select(r => $"{r.Permission} [{r.SignIn}] D={r.Declared} C={r.Consented} T={r.InToken} W={r.Proved} {r.Status}: {r.Evidence} | {r.Cause} | {r.WhoCanFix} | {r.Fix} | {r.Command.Replace("\n", " ; ")}"));

    public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Verbose(string text)
    {
    }

    public void Warning(string text) => Warnings.Add(text);

    public void Progress(string text)
    {
    }

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    // The sandbox approves its own pages: one form that the page's own script would submit, or the redirect itself.
    private static async Task BrowseAsync(Uri page)
    {
        using var browser = new HttpClient();
        var html = await browser.GetStringAsync(page, Ct);
        var form = Regex.Match(html, "<form method=\"post\" action=\"([^\"]+)\" data-submit>");
        if (!form.Success)
        {
            return;
        }

        var fields = Regex.Matches(html, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">")
            .Select(match => KeyValuePair.Create(WebUtility.HtmlDecode(match.Groups[1].Value), WebUtility.HtmlDecode(match.Groups[2].Value)));
        using var answer = new FormUrlEncodedContent(fields);
        (await browser.PostAsync(WebUtility.HtmlDecode(form.Groups[1].Value), answer)).Dispose();
    }
}
