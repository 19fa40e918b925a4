using System;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>/applications/{id}/federatedIdentityCredentials (microsoftgraph/microsoft-graph-docs-contrib, federatedidentitycredential.md).</summary>
internal static class FederatedCredentials
{
    private const string EntitySet = "applications/federatedIdentityCredentials";

    // federatedidentitycredentials-overview.md
    private const int MaximumOfApp = 20;

    public static WebAnswer Handle(GraphCall call, AppRegistration app, string[] rest)
    {
        switch (call.Method, rest)
        {
            case ("GET", []):
                return call.Many(EntitySet, app.FederatedCredentials.Select(Write).Where(call.Matches));
            case ("POST", []):
                return Create(call, app);
            case ("GET", [var id]):
                return call.One(EntitySet, Write(Find(app, id)));
            case ("PATCH", [var id]):
                Change(call, app, Find(app, id));
                return GraphCall.NoContent();
            case ("DELETE", [var id]):
                FederatedCredential gone = Find(app, id);
                app.FederatedCredentials = [.. app.FederatedCredentials.Where(c => c != gone)];
                return GraphCall.NoContent();
            default:
                throw new GraphException(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
        }
    }

    private static FederatedCredential Find(AppRegistration app, string idOrName) =>
        app.FederatedCredentials.Find(c => c.Id.ToString().Equals(idOrName, StringComparison.OrdinalIgnoreCase) || c.Name.Equals(idOrName, StringComparison.OrdinalIgnoreCase))
        ?? throw GraphCall.NotFound(idOrName);

    private static WebAnswer Create(GraphCall call, AppRegistration app)
    {
        JsonObject body = call.Body(GraphShape.FederatedCredential);
        string name = Required(body, "name");
        if (app.FederatedCredentials.Exists(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new GraphException(409, "Request_MultipleObjectsWithSameKeyValue", $"FederatedIdentityCredential with name {name} already exists.");
        }

        var made = new FederatedCredential { Name = name, Issuer = Required(body, "issuer"), Subject = Required(body, "subject") };
        Read(body, made);
        if (made.Audiences.Count != 1)
        {
            throw new GraphException(400, "Request_BadRequest", "Property audiences is invalid.");
        }

        if (app.FederatedCredentials.Exists(c => c.Issuer == made.Issuer && c.Subject == made.Subject))
        {
            throw new GraphException(409, "Request_MultipleObjectsWithSameKeyValue", "FederatedIdentityCredential with the same issuer and subject already exists.");
        }

        if (app.FederatedCredentials.Count >= MaximumOfApp)
        {
            throw new GraphException(400, "Request_BadRequest", $"The application already has the maximum number of {MaximumOfApp} federated identity credentials.");
        }

        app.FederatedCredentials = [.. app.FederatedCredentials, made];
        return call.One(EntitySet, Write(made), 201);
    }

    private static void Change(GraphCall call, AppRegistration app, FederatedCredential credential)
    {
        JsonObject body = call.Body(GraphShape.FederatedCredentialChange);
        credential.Issuer = GraphCall.ReadText(body, "issuer") ?? credential.Issuer;
        credential.Subject = GraphCall.ReadText(body, "subject") ?? credential.Subject;
        Read(body, credential);
        app.FederatedCredentials = [.. app.FederatedCredentials];
    }

    private static void Read(JsonObject body, FederatedCredential credential)
    {
        credential.Description = body.ContainsKey("description") ? GraphCall.ReadText(body, "description") : credential.Description;
        credential.Audiences = body["audiences"] is JsonArray list ? [.. list.Select(a => a?.ToString() ?? "")] : credential.Audiences;
    }

    private static string Required(JsonObject body, string name) => GraphCall.ReadText(body, name) is { Length: > 0 } text
        ? text
        : throw new GraphException(400, "Request_BadRequest", $"A value is required for property '{name}' of resource 'FederatedIdentityCredential'.");

    private static JsonObject Write(FederatedCredential credential) => new()
    {
        ["id"] = credential.Id.ToString(),
        ["name"] = credential.Name,
        ["issuer"] = credential.Issuer,
        ["subject"] = credential.Subject,
        ["description"] = credential.Description,
        ["audiences"] = new JsonArray([.. credential.Audiences.Select(a => (JsonNode)a)]),
    };
}
