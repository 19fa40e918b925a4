using System;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>/applications/{id}/owners: kept and listed; what the sandbox decides does not depend on them.</summary>
internal static class ApplicationOwners
{
    public static WebAnswer Handle(GraphCall call, AppRegistration app, string[] rest)
    {
        switch (call.Method, rest)
        {
            case ("GET", []):
                return call.Many("directoryObjects", app.Owners.Select(call.Entra.Directory.FindUser).OfType<SandboxUser>().Select(Write).Where(call.Matches));
            case ("POST", ["$ref"]):
                Add(call, app);
                return GraphCall.NoContent();
            case ("DELETE", [var id, "$ref"]):
                Guid owner = app.Owners.FirstOrDefault(o => o.ToString().Equals(id, StringComparison.OrdinalIgnoreCase));
                app.Owners = owner == Guid.Empty ? throw GraphCall.NotFound(id) : [.. app.Owners.Where(o => o != owner)];
                return GraphCall.NoContent();
            default:
                throw new GraphException(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
        }
    }

    private static void Add(GraphCall call, AppRegistration app)
    {
        JsonObject body = call.Body(GraphShape.Reference);
        string reference = GraphCall.ReadText(body, "@odata.id") ?? throw new GraphException(400, "Request_BadRequest", "Property @odata.id is invalid.");
        SandboxUser user = call.Entra.Directory.Users.FirstOrDefault(u => reference.EndsWith("/" + u.ObjectId, StringComparison.OrdinalIgnoreCase))
            ?? throw GraphCall.NotFound(reference[(reference.LastIndexOf('/') + 1)..]);
        if (app.Owners.Contains(user.ObjectId))
        {
            throw new GraphException(400, "Request_BadRequest", "One or more added object references already exist for the following modified properties: 'owners'.");
        }

        app.Owners = [.. app.Owners, user.ObjectId];
    }

    private static JsonObject Write(SandboxUser user) => new()
    {
        ["@odata.type"] = "#microsoft.graph.user",
        ["id"] = user.ObjectId.ToString(),
        ["displayName"] = user.DisplayName,
        ["mail"] = user.Email,
        ["userPrincipalName"] = user.Address,
    };
}
