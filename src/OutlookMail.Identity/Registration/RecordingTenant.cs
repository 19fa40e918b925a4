using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// Graph of a tenant that has nothing of an app: it answers as Graph does, with new ids, and writes down what it was
/// asked. Where one of these ids comes back in a later request, that is the place of an earlier answer; no text of a
/// person can hold one.
/// </summary>
internal sealed class RecordingTenant : HttpMessageHandler
{
    private const string Version = "/v1.0";

    // Readable JSON: it goes into quoted strings of scripts, and never into HTML.
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };

    private static readonly Regex Id = new("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.CultureInvariant);
    private static readonly Regex NotAscii = new("[^\\x00-\\x7f]", RegexOptions.CultureInvariant);

    private readonly Dictionary<string, StepAnswer> places = new(StringComparer.Ordinal);
    private readonly List<AppStep> steps = new();

    /// <summary>Without the looks whose answers nobody uses.</summary>
    public IReadOnlyList<AppStep> Steps => steps.Where(s => s.Method != "GET" || s.IsGuard || steps.Any(later => later.Answers.Any(a => a.Step == s.Name))).ToArray();

    public StepText Read(string text)
    {
        var parts = new List<object>();
        var from = 0;
        foreach (var match in Id.Matches(text).Cast<Match>().Where(m => places.ContainsKey(m.Value)))
        {
            parts.Add(text.Substring(from, match.Index - from));
            parts.Add(places[match.Value]);
            from = match.Index + match.Length;
        }

        parts.Add(text.Substring(from));
        return new StepText(parts.Where(p => p is not "").ToArray());
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.PathAndQuery.Substring(Version.Length);
        var body = request.Content is null ? null : await request.Content.ReadAsStringAsync().ConfigureAwait(false);
        var answer = request.Method == HttpMethod.Get ? Look(path) : Make(path, body ?? "{}");
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(JsonSerializer.Serialize(answer), Encoding.UTF8, "application/json") };
    }

    private object Look(string path)
    {
        if (path.StartsWith("/applications?", StringComparison.Ordinal))
        {
            Add("there", "Nothing is done when the tenant has an app of this name already.", "GET", OnlyIds(path), null).IsGuard = true;
            return new { value = Array.Empty<object>() };
        }

        // What was made a moment ago: the plain answer to its POST says the same.
        if (path.StartsWith("/applications/", StringComparison.Ordinal))
        {
            var id = Id.Match(path).Value;
            return new GraphApplication { Id = id, AppId = places.First(p => p.Value == places[id] with { Property = "appId" }).Key };
        }

        if (path == "/me" || path.StartsWith("/me?", StringComparison.Ordinal))
        {
            return new GraphDirectoryObject { Id = Place(Add("me", "Whoever runs this and consents.", "GET", OnlyIds(path), null), "id") };
        }

        if (path.StartsWith("/users/", StringComparison.Ordinal))
        {
            return new GraphDirectoryObject { Id = Place(Add("owner", "A user who will own the app.", "GET", OnlyIds(path), null), "id") };
        }

        var api = Id.Match(path).Value;
        var step = Add(api == ApiIds.Graph ? "graph" : "exchange", ApiIds.NameOf(api) + " in this tenant.", "GET", OnlyIds(path), null);
        return new GraphServicePrincipal
        {
            Id = Place(step, "id"),
            AppId = api,
            AppRoles = Offered(api, GraphResourceAccess.Application),
            Scopes = Offered(api, GraphResourceAccess.Delegated),
        };
    }

    private object Make(string path, string body)
    {
        using var json = JsonDocument.Parse(body);
        var sent = json.RootElement;
        switch (path.Substring(path.LastIndexOf('/') + 1))
        {
            case "applications":
                var app = Add("app", "The app registration.", "POST", path, Json(sent, Indented));
                return new GraphApplication { Id = Place(app, "id"), AppId = Place(app, "appId") };
            case "servicePrincipals":
                return new GraphServicePrincipal { Id = Place(Add("principal", "Its service principal, which the portal calls Enterprise application.", "POST", path, Json(sent, Compact)), "id") };
            case "oauth2PermissionGrants":
                var who = Text(sent, "consentType") == GraphGrant.Everybody ? "everybody" : "whoever runs this";
                Add("consent", $"Consent of {who} to {Text(sent, "scope")}.", "POST", path, Json(sent, Compact));
                return new GraphGrant();
            case "appRoleAssignedTo":
                Add("consent", $"Consent of the tenant to {KnownPermissions.All.First(p => p.Id == Text(sent, "appRoleId"))}.", "POST", path, Json(sent, Compact));
                return new GraphRoleAssignment();
            case "federatedIdentityCredentials":
                Add("federation", "Tokens of this issuer for this subject sign the app in, in the place of a secret.", "POST", path, Json(sent, Indented));
                return new GraphFederatedCredential();
            case "addPassword":
                var secret = Add("secret", "A client secret.", "POST", path, Json(sent, Compact));
                return new GraphPassword { SecretText = Place(secret, "secretText") };
            default:
                Add("ownership", "An owner of the app.", "POST", path, Json(sent, Compact));
                return new { };
        }
    }

    private AppStep Add(string name, string about, string method, string path, string? body)
    {
        var same = steps.Count(s => s.Name.TrimEnd("0123456789".ToCharArray()) == name);
        var step = new AppStep(
            same == 0 ? name : name + (same + 1).ToString(CultureInfo.InvariantCulture),
            about,
            method,
            Read(path),
            body is null ? null : Read(body));
        step.AwaitsReplication = step.Answers.Any(a => steps.First(s => s.Name == a.Step).Method != "GET");
        steps.Add(step);
        return step;
    }

    private string Place(AppStep step, string property)
    {
        var id = Guid.NewGuid().ToString();
        places.Add(id, new StepAnswer(step.Name, property));
        return id;
    }

    private static List<GraphPermission> Offered(string api, string type) =>
        KnownPermissions.All.Where(p => p.ApiAppId == api && p.Type == type).Select(p => new GraphPermission { Id = p.Id, Value = p.Value }).ToList();

    // Whoever sends the request needs the id alone.
    private static string OnlyIds(string path) => Regex.Replace(path, @"\$select=[^&]*", "$$select=id", RegexOptions.CultureInvariant);

    private static string? Text(JsonElement body, string name) => body.TryGetProperty(name, out var value) ? value.GetString() : null;

    // Windows PowerShell takes a script without a byte order mark for one in the system's code page.
    private static string Json(JsonElement body, JsonSerializerOptions options) => NotAscii.Replace(
        JsonSerializer.Serialize(body, options).Replace("\r\n", "\n"),
        c => "\\u" + ((int)c.Value[0]).ToString("x4", CultureInfo.InvariantCulture));
}
