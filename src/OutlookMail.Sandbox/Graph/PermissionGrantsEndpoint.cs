using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>/oauth2PermissionGrants: consents to delegated permissions.</summary>
internal static class PermissionGrantsEndpoint
{
    private static readonly string[] Write = ["DelegatedPermissionGrant.ReadWrite.All", "Directory.AccessAsUser.All"];

    public static WebAnswer Handle(GraphCall call)
    {
        string[] rest = call.Path[1..];
        if (call.Method == "GET")
        {
            call.Require([.. Write, "Directory.Read.All"], [.. Write, "Directory.Read.All"], allowPersonal: false);
            return rest switch
            {
                [] => call.Many("oauth2PermissionGrants", call.Entra.Directory.Grants.Select(ToJson).Where(call.Matches)),
                [var id] => call.One("oauth2PermissionGrants", ToJson(Find(call, id))),
                _ => throw GraphCall.NotFound(rest[0]),
            };
        }

        call.Require(Write, ["DelegatedPermissionGrant.ReadWrite.All"], allowPersonal: false, needsAdministrator: true);
        switch (call.Method, rest)
        {
            case ("POST", []):
                return Create(call);
            case ("PATCH", [var id]):
                JsonObject body = call.Body(GraphShape.GrantChange);

                // It replaces: whoever wants to add has to merge first.
                Find(call, id).Scopes = Scopes(GraphCall.ReadText(body, "scope"));
                return GraphCall.NoContent();
            case ("DELETE", [var id]):
                call.Entra.Directory.Remove(Find(call, id));
                return GraphCall.NoContent();
            default:
                throw new GraphException(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
        }
    }

    public static WebAnswer ListOf(GraphCall call, ServicePrincipal client) =>
        call.Many("oauth2PermissionGrants", call.Entra.Directory.Grants.Where(g => g.ClientId == client.ObjectId).Select(ToJson));

    private static DelegatedGrant Find(GraphCall call, string id) => call.Entra.Directory.Grants.FirstOrDefault(g => g.Id == id) ?? throw GraphCall.NotFound(id);

    private static WebAnswer Create(GraphCall call)
    {
        JsonObject body = call.Body(GraphShape.Grant);
        string? consentType = GraphCall.ReadText(body, "consentType");
        Guid? principal = body["principalId"] is null ? null : GraphCall.ReadGuid(body, "principalId");
        if (consentType is not ("AllPrincipals" or "Principal") || (consentType == "Principal") != principal.HasValue)
        {
            throw new GraphException(400, "Request_BadRequest", "Property consentType or principalId is invalid.");
        }

        // Object ids of service principals, never app ids.
        ServicePrincipal client = ServicePrincipalsEndpoint.Find(call, GraphCall.ReadGuid(body, "clientId").ToString(), isAppId: false);
        ServicePrincipal resource = ServicePrincipalsEndpoint.Find(call, GraphCall.ReadGuid(body, "resourceId").ToString(), isAppId: false);
        if (call.Entra.Directory.Grants.Any(g => g.ClientId == client.ObjectId && g.ResourceId == resource.ObjectId && g.PrincipalId == principal))
        {
            throw new GraphException(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.");
        }

        var grant = new DelegatedGrant { ClientId = client.ObjectId, ResourceId = resource.ObjectId, PrincipalId = principal, Scopes = Scopes(GraphCall.ReadText(body, "scope")) };
        call.Entra.Directory.Add(grant);
        return call.One("oauth2PermissionGrants", ToJson(grant), 201);
    }

    private static HashSet<string> Scopes(string? scope) => new(scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], StringComparer.OrdinalIgnoreCase);

    private static JsonObject ToJson(DelegatedGrant grant) => new()
    {
        ["id"] = grant.Id,
        ["clientId"] = grant.ClientId.ToString(),
        ["consentType"] = grant.PrincipalId is null ? "AllPrincipals" : "Principal",
        ["principalId"] = grant.PrincipalId?.ToString(),
        ["resourceId"] = grant.ResourceId.ToString(),

        // Real answers begin with a space: clients have to trim.
        ["scope"] = " " + string.Join(' ', grant.Scopes),
    };
}
