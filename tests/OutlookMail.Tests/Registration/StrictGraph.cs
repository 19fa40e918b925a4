using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Identity.Registration;
using OutlookMail.Tests.Identity;
using Xunit;

namespace OutlookMail.Tests.Registration;

/// <summary>A tenant in the network's place that refuses whatever Graph does not document, and can be slow to know its own news.</summary>
internal sealed class StrictGraph : HttpMessageHandler
{
    public const string Root = "https://graph.test/v1.0";
    public const string GraphPrincipal = "11111111-1111-4111-8111-000000000001";
    public const string ExchangePrincipal = "11111111-1111-4111-8111-000000000002";
    public const string Me = "22222222-2222-4222-8222-000000000001";

    private readonly Dictionary<string, int> unseen = new();
    private readonly Queue<HttpResponseMessage> interruptions = new();

    public StrictGraph(bool withExchange = true)
    {
        // Ids of a tenant of its own: who sends the global cloud's ids is found out.
        Principals.Add(Api(ApiIds.Graph, GraphPrincipal, "Microsoft Graph", ["openid", "profile", "email", "offline_access", "User.Read", "IMAP.AccessAsUser.All", "SMTP.Send", "Mail.Send"], ["Mail.Send"]));
        if (withExchange)
        {
            Principals.Add(Api(ApiIds.ExchangeOnline, ExchangePrincipal, "Office 365 Exchange Online", ["IMAP.AccessAsUser.All", "SMTP.Send"], ["IMAP.AccessAsApp", "SMTP.SendAsApp"]));
        }

        Connection = new GraphConnection(Settings, _ => Task.FromResult("graph-token-that-is-secret"), Waits.Add);
    }

    public JumpingTime Time { get; } = new();

    public SignInSettings Settings => new()
    {
        ClientId = Guid.NewGuid().ToString(),
        Cloud = new CloudEndpoints { Authority = "https://entra.test", Graph = "https://graph.test" },
        Time = Time,
        Transport = this,
    };

    public GraphConnection Connection { get; }

    public List<GraphWait> Waits { get; } = [];

    public List<string> Calls { get; } = [];

    public List<(string Call, string Body)> Writes { get; } = [];

    public List<JsonObject> Applications { get; } = [];

    public List<JsonObject> Principals { get; } = [];

    public List<JsonObject> Grants { get; } = [];

    public List<JsonObject> Assignments { get; } = [];

    public List<JsonObject> Federated { get; } = [];

    public List<string> Owners { get; } = [];

    /// <summary>How many calls a new app, service principal or secret stays unknown for.</summary>
    public int ReplicationCalls { get; set; }

    /// <summary>Writes after this many are answered by a network that is gone.</summary>
    public int? WritesUntilGone { get; set; }

    public string ScopeId(string principal, string value) => PermissionId(principal, value, "oauth2PermissionScopes");

    public string RoleId(string principal, string value) => PermissionId(principal, value, "appRoles");

    public StrictGraph AnswersFirst(int status, string body, TimeSpan? retryAfter = null)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = new(wait);
        }

        interruptions.Enqueue(response);
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Assert.Equal("Bearer graph-token-that-is-secret", request.Headers.Authorization?.ToString());
        var uri = Uri.UnescapeDataString(request.RequestUri!.AbsoluteUri);
        Assert.StartsWith(Root + "/", uri);
        var call = request.Method + " " + uri[Root.Length..].Split('?')[0];
        Calls.Add(call);
        if (interruptions.Count > 0)
        {
            return interruptions.Dequeue();
        }

        var text = request.Content is null ? "" : await request.Content.ReadAsStringAsync(ct);
        if (request.Method != HttpMethod.Get)
        {
            if (WritesUntilGone is { } left && Writes.Count >= left)
            {
                throw new HttpRequestException("the network is gone");
            }

            Writes.Add((call, text));
        }

        var (status, answer) = Answer(request.Method.Method, uri[Root.Length..], text.Length == 0 ? null : JsonNode.Parse(text));
        return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(answer?.ToJsonString() ?? "", Encoding.UTF8, "application/json") };
    }

    private (int Status, JsonNode? Answer) Answer(string method, string path, JsonNode? body)
    {
        var query = path.Split('?', 2) is [_, var q] ? q : "";
        path = path.Split('?')[0];
        var route = method + " " + Regex.Replace(path, "[0-9a-f]{8}-[0-9a-f-]{27}", "*");
        var id = Regex.Match(path, "[0-9a-f]{8}-[0-9a-f-]{27}").Value;
        switch (route)
        {
            case "GET /me":
                return (200, new JsonObject { ["id"] = Me, ["displayName"] = "Ada", ["userPrincipalName"] = "ada@contoso.test" });
            case "GET /applications":
                var name = Regex.Match(query, "displayName eq '((?:[^']|'')*)'").Groups[1].Value.Replace("''", "'");
                return (200, List(Applications.Where(a => !query.Contains("$filter") || (string)a["displayName"]! == name)));
            case "POST /applications":
                return Checked("application", body) ?? Create(Applications, body!, ("appId", Guid.NewGuid().ToString()), ("passwordCredentials", new JsonArray()));
            case "GET /applications(appId='*')":
                return Found(Applications.Find(a => (string)a["appId"]! == id));
            case "GET /applications/*":
                return Seen(Applications.Find(a => Id(a) == id), id, 404, "Request_ResourceNotFound");
            case "PATCH /applications/*":
                return Checked("application", body) ?? Merge(Applications.Find(a => Id(a) == id), WithKeyIds(body!.AsObject()));
            case "DELETE /applications/*":
                return Applications.RemoveAll(a => Id(a) == id) > 0 ? (204, null) : Error(404, "Request_ResourceNotFound", $"Resource '{id}' does not exist or one of its queried reference-property objects are not present.");
            case "POST /applications/*/addPassword":
                return Checked("addPassword", body) ?? AddPassword(id, body!["passwordCredential"]!.AsObject());
            case "POST /applications/*/removePassword":
                return Checked("removePassword", body) ?? RemovePassword(id, (string)body!["keyId"]!);
            case "POST /applications/*/addKey":
                return Checked("addKey", body) ?? AddKey(id, body!.AsObject());
            case "GET /applications/*/owners":
                return (200, List(Owners.Select(o => new JsonObject { ["id"] = o })));
            case "POST /applications/*/owners/$ref":
                return Checked("owner", body) ?? AddOwner((string)body!["@odata.id"]!);
            case "GET /applications/*/federatedIdentityCredentials":
                return (200, List(Federated));
            case "POST /applications/*/federatedIdentityCredentials":
                return Checked("federatedCredential", body) ?? Create(Federated, body!);
            case "GET /servicePrincipals(appId='*')":
                return Found(Principals.Find(p => (string)p["appId"]! == id));
            case "POST /servicePrincipals":
                return Checked("servicePrincipal", body) ?? CreatePrincipal(body!);
            case "GET /servicePrincipals/*/appRoleAssignments":
                return (200, List(Assignments.Where(a => (string)a["principalId"]! == id)));
            case "POST /servicePrincipals/*/appRoleAssignedTo":
                return Checked("roleAssignment", body) ?? Assign(id, body!);
            case "GET /oauth2PermissionGrants":
                return (200, List(Grants.Where(g => query.Contains($"clientId eq '{g["clientId"]}'"))));
            case "POST /oauth2PermissionGrants":
                return Checked("grant", body) ?? Grant(body!);
            case "PATCH /oauth2PermissionGrants/*":
                return Checked("grantChange", body) ?? Merge(Grants.Find(g => Id(g) == id), body!.AsObject());
            default:
                throw new InvalidOperationException("This Graph does not know " + route);
        }
    }

    private static (int, JsonNode?)? Checked(string type, JsonNode? body) =>
        GraphBodies.FindError(type, body) is { } error ? Error(400, "Request_BadRequest", error) : null;

    private (int, JsonNode?) Create(List<JsonObject> list, JsonNode body, params (string Name, JsonNode Value)[] more)
    {
        var made = body.DeepClone().AsObject();
        made["id"] = Guid.NewGuid().ToString();
        foreach (var (name, value) in more)
        {
            made[name] = value;
        }

        list.Add(made);
        unseen[Id(made)] = ReplicationCalls;
        return (201, made.DeepClone());
    }

    private (int, JsonNode?) CreatePrincipal(JsonNode body)
    {
        var app = Applications.Find(a => (string)a["appId"]! == (string)body["appId"]!);
        return app is null || StillUnseen(Id(app) + "/principal")
            ? (400, new JsonObject { ["error"] = new JsonObject { ["code"] = "Request_BadRequest", ["message"] = "The appId does not reference a valid application object.", ["details"] = new JsonArray(new JsonObject { ["code"] = "NoBackingApplicationObject" }) } })
            : Create(Principals, body, ("displayName", (string)app["displayName"]!));
    }

    private (int, JsonNode?) Grant(JsonNode body)
    {
        var client = Principals.Find(p => Id(p) == (string)body["clientId"]!);
        Assert.Contains(Principals, p => Id(p) == (string)body["resourceId"]!);
        Assert.Equal((string)body["consentType"]! == "AllPrincipals", body["principalId"] is null);
        return Seen(client, (string)body["clientId"]!, 404, "Request_ResourceNotFound") is (not 200, _) refusal ? refusal : Create(Grants, body);
    }

    private (int, JsonNode?) Assign(string resource, JsonNode body)
    {
        Assert.Equal(resource, (string)body["resourceId"]!);
        Assert.Contains(Principals, p => Id(p) == (string)body["principalId"]!);
        return Create(Assignments, body);
    }

    private (int, JsonNode?) AddPassword(string id, JsonObject body)
    {
        var app = Applications.Find(a => Id(a) == id);
        if (Seen(app, id, 404, "Request_ResourceNotFound") is (not 200, _) refusal)
        {
            return refusal;
        }

        var made = body.DeepClone().AsObject();
        made["keyId"] = Guid.NewGuid().ToString();
        made["hint"] = "abc";
        made["endDateTime"] ??= "2028-11-22T12:00:00Z";
        app!["passwordCredentials"]!.AsArray().Add(made.DeepClone());
        made["secretText"] = "abc~secret-value-" + made["keyId"];
        return (200, made);
    }

    private (int, JsonNode?) RemovePassword(string id, string keyId)
    {
        var list = Applications.Find(a => Id(a) == id)!["passwordCredentials"]!.AsArray();
        var there = list.FirstOrDefault(p => (string)p!["keyId"]! == keyId);
        return there is not null && list.Remove(there) ? (204, null) : Error(400, "Request_BadRequest", "No password credential found with keyId.");
    }

    // The proof is checked by the sandbox, which has a clock and the certificates; here it has to be a JWT of the app.
    private (int, JsonNode?) AddKey(string id, JsonObject body)
    {
        var proof = ((string)body["proof"]!).Split('.');
        Assert.Equal(3, proof.Length);
        var claims = JsonNode.Parse(Convert.FromBase64String(proof[1].Replace('-', '+').Replace('_', '/').PadRight((proof[1].Length + 3) / 4 * 4, '=')))!;
        Assert.Equal((id, "00000002-0000-0000-c000-000000000000", 600L), ((string)claims["iss"]!, (string)claims["aud"]!, (long)claims["exp"]! - (long)claims["nbf"]!));
        var made = body["keyCredential"]!.DeepClone().AsObject();
        made["keyId"] = Guid.NewGuid().ToString();
        Applications.Find(a => Id(a) == id)!["keyCredentials"]!.AsArray().Add(made.DeepClone());
        return (200, made);
    }

    private static JsonObject WithKeyIds(JsonObject body)
    {
        foreach (var key in body["keyCredentials"]?.AsArray() ?? [])
        {
            key!["keyId"] ??= Guid.NewGuid().ToString();
        }

        return body;
    }

    private (int, JsonNode?) AddOwner(string reference)
    {
        Assert.StartsWith(Root + "/directoryObjects/", reference);
        Owners.Add(reference[(Root + "/directoryObjects/").Length..]);
        return (204, null);
    }

    private static (int, JsonNode?) Merge(JsonObject? target, JsonObject changes)
    {
        if (target is null)
        {
            return Error(404, "Request_ResourceNotFound", "Resource does not exist.");
        }

        foreach (var (name, value) in changes)
        {
            target[name] = value?.DeepClone();
        }

        return (204, null);
    }

    private bool StillUnseen(string key)
    {
        var left = unseen.TryGetValue(key, out var known) ? known : ReplicationCalls;
        unseen[key] = left - 1;
        return left > 0;
    }

    private (int, JsonNode?) Seen(JsonObject? found, string key, int status, string code) =>
        found is null || StillUnseen(key) ? Error(status, code, $"Resource '{key}' does not exist or one of its queried reference-property objects are not present.") : (200, found.DeepClone());

    private static (int, JsonNode?) Found(JsonObject? found) => found is null ? Error(404, "Request_ResourceNotFound", "Resource does not exist.") : (200, found.DeepClone());

    private static (int, JsonNode?) Error(int status, string code, string message) =>
        (status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["innerError"] = new JsonObject { ["request-id"] = "r-1" } } });

    private static JsonObject List(IEnumerable<JsonObject> items) => new() { ["value"] = new JsonArray(items.Select(i => i.DeepClone()).ToArray()) };

    private static string Id(JsonObject item) => (string)item["id"]!;

    private string PermissionId(string principal, string value, string list) =>
        (string)Principals.First(p => Id(p) == principal)[list]!.AsArray().First(s => (string)s!["value"]! == value)!["id"]!;

    private static JsonObject Api(string appId, string id, string name, string[] scopes, string[] roles) => new()
    {
        ["id"] = id,
        ["appId"] = appId,
        ["displayName"] = name,
        ["oauth2PermissionScopes"] = Permissions(scopes),
        ["appRoles"] = Permissions(roles),
    };

    private static JsonArray Permissions(string[] values) => new(values.Select(v => (JsonNode)new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["value"] = v, ["isEnabled"] = true }).ToArray());
}
