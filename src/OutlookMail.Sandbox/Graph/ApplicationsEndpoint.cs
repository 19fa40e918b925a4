using System;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>/applications: create, list, read, change, delete, and the actions on credentials.</summary>
internal static class ApplicationsEndpoint
{
    private static readonly string[] WriteScopes = ["Application.ReadWrite.All", "Directory.AccessAsUser.All"];
    private static readonly string[] WriteRoles = ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"];
    private static readonly string[] ReadScopes = [.. WriteScopes, "Application.Read.All", "Directory.Read.All"];
    private static readonly string[] ReadRoles = [.. WriteRoles, "Application.Read.All", "Directory.Read.All"];

    public static WebAnswer Handle(GraphCall call)
    {
        if (call.Method == "GET")
        {
            call.Require(ReadScopes, ReadRoles);
        }
        else
        {
            call.Require(WriteScopes, WriteRoles);
        }

        string? byAppId = GraphCall.AlternateKey(call.Path[0], "applications");
        string[] rest = byAppId is null ? call.Path[1..] : [byAppId, .. call.Path[1..]];
        return (call.Method, rest) switch
        {
            ("GET", []) => call.Many("applications", Visible(call).Select(ApplicationJson.Write).Where(call.Matches)),
            ("POST", []) => Create(call),
            ("GET", [var id]) => call.One("applications", ApplicationJson.Write(Find(call, id, byAppId is not null))),
            ("PATCH", [var id]) => Change(call, Find(call, id, byAppId is not null)),
            ("DELETE", [var id]) => Delete(call, Find(call, id, byAppId is not null)),
            (_, [var id, "owners", ..]) => ApplicationOwners.Handle(call, Find(call, id, byAppId is not null), rest[2..]),
            (_, [var id, "federatedIdentityCredentials", ..]) => FederatedCredentials.Handle(call, Find(call, id, byAppId is not null), rest[2..]),
            ("POST", [var id, var action]) => CredentialActions.Handle(call, Find(call, id, byAppId is not null), action),
            _ => throw new GraphException(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."),
        };
    }

    private static AppRegistration[] Visible(GraphCall call) =>
        [.. call.Entra.Directory.Apps.Where(a => !a.IsFirstParty && call.Entra.IsReplicated(a.CreatedOn))];

    // By object id, or by appId where the URL says so: taking one for the other is the classic mistake.
    private static AppRegistration Find(GraphCall call, string id, bool isAppId) =>
        Visible(call).FirstOrDefault(a => (isAppId ? a.AppId : a.ObjectId).ToString().Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw GraphCall.NotFound(id);

    private static WebAnswer Create(GraphCall call)
    {
        JsonObject body = call.Body(GraphShape.Application);
        if (string.IsNullOrWhiteSpace(GraphCall.ReadText(body, "displayName")))
        {
            throw new GraphException(400, "Request_BadRequest", "A value is required for property 'displayName' of resource 'Application'.");
        }

        var app = new AppRegistration { DisplayName = "", CreatedOn = call.Entra.Time.GetUtcNow() };
        ApplicationJson.Read(body, app);
        call.Entra.Directory.Add(app);
        call.Entra.Log($"SANDBOX registered the app {app.DisplayName}.");
        return call.One("applications", ApplicationJson.Write(app), 201);
    }

    private static WebAnswer Change(GraphCall call, AppRegistration app)
    {
        ApplicationJson.Read(call.Body(GraphShape.Application), app);
        return GraphCall.NoContent();
    }

    private static WebAnswer Delete(GraphCall call, AppRegistration app)
    {
        call.Entra.Directory.Remove(app);
        if (call.Entra.Directory.FindServicePrincipal(app.AppId) is ServicePrincipal principal)
        {
            call.Entra.Directory.Remove(principal);
        }

        call.Entra.Log($"SANDBOX deleted the app {app.DisplayName}.");
        return GraphCall.NoContent();
    }
}
