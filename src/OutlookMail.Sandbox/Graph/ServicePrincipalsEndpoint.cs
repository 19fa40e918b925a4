using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>/servicePrincipals, with the roles and scopes of the two resources, and appRoleAssignedTo.</summary>
internal static class ServicePrincipalsEndpoint
{
    private static readonly string[] ReadScopes = ["Application.ReadWrite.All", "Application.Read.All", "Directory.Read.All", "Directory.AccessAsUser.All"];
    private static readonly string[] ReadRoles = ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy", "Application.Read.All", "Directory.Read.All"];

    public static WebAnswer Handle(GraphCall call)
    {
        call.Require(ReadScopes, ReadRoles, allowPersonal: false);
        string? byAppId = GraphCall.AlternateKey(call.Path[0], "servicePrincipals");
        string[] rest = byAppId is null ? call.Path[1..] : [byAppId, .. call.Path[1..]];
        return (call.Method, rest) switch
        {
            ("GET", []) => call.Many("servicePrincipals", Visible(call).Select(p => Write(call, p)).Where(call.Matches)),
            ("POST", []) => Create(call),
            ("GET", [var id]) => call.One("servicePrincipals", Write(call, Find(call, id, byAppId is not null))),
            ("DELETE", [var id]) => Delete(call, Find(call, id, byAppId is not null)),
            (_, [var id, "appRoleAssignedTo" or "appRoleAssignments", ..]) => AppRoleAssignments.Handle(call, Find(call, id, byAppId is not null), rest[1], rest[2..]),
            ("GET", [var id, "oauth2PermissionGrants"]) => PermissionGrantsEndpoint.ListOf(call, Find(call, id, byAppId is not null)),
            _ => throw new GraphException(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target."),
        };
    }

    public static ServicePrincipal Find(GraphCall call, string id, bool isAppId) =>
        Visible(call).FirstOrDefault(p => (isAppId ? p.AppId : p.ObjectId).ToString().Equals(id, StringComparison.OrdinalIgnoreCase)) ?? throw GraphCall.NotFound(id);

    private static IEnumerable<ServicePrincipal> Visible(GraphCall call) => call.Entra.Directory.ServicePrincipals.Where(p => call.Entra.IsReplicated(p.CreatedOn));

    private static WebAnswer Create(GraphCall call)
    {
        call.Require(["Application.ReadWrite.All", "Directory.AccessAsUser.All"], ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"], allowPersonal: false);
        JsonObject body = call.Body(GraphShape.ServicePrincipal);
        Guid appId = GraphCall.ReadGuid(body, "appId");
        AppRegistration? app = call.Entra.Directory.FindApp(appId.ToString());
        if (app is null || !call.Entra.IsReplicated(app.CreatedOn))
        {
            throw new GraphException(400, "Request_BadRequest", $"The appId '{appId}' of the service principal does not reference a valid application object.", "NoBackingApplicationObject");
        }

        if (call.Entra.Directory.FindServicePrincipal(appId) is not null)
        {
            throw new GraphException(409, "Request_MultipleObjectsWithSameKeyValue", $"The service principal cannot be created, updated, or restored because the service principal name {appId} is already in use.");
        }

        return call.One("servicePrincipals", Write(call, call.Entra.Directory.EnsureServicePrincipal(app, call.Entra.Time.GetUtcNow())), 201);
    }

    private static WebAnswer Delete(GraphCall call, ServicePrincipal principal)
    {
        call.Require(["Application.ReadWrite.All"], ["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"], allowPersonal: false);
        call.Entra.Directory.Remove(principal);
        return GraphCall.NoContent();
    }

    private static JsonObject Write(GraphCall call, ServicePrincipal principal)
    {
        ApiResource? resource = call.Entra.Catalogue.Find(principal.AppId);
        return new JsonObject
        {
            ["id"] = principal.ObjectId.ToString(),
            ["accountEnabled"] = true,
            ["appId"] = principal.AppId.ToString(),
            ["appDisplayName"] = principal.DisplayName,
            ["displayName"] = principal.DisplayName,
            ["appOwnerOrganizationId"] = resource is null ? call.Entra.Directory.TenantId.ToString() : "f8cdef31-a31e-4b4a-93e4-5f571e91255a",
            ["createdDateTime"] = ApplicationJson.Time(principal.CreatedOn),
            ["servicePrincipalType"] = "Application",
            ["signInAudience"] = call.Entra.Directory.FindApp(principal.AppId.ToString())?.SignInAudience ?? AppRegistration.WorkAllTenants,
            ["servicePrincipalNames"] = new JsonArray([principal.AppId.ToString(), .. (resource?.Identifiers ?? []).Select(i => (JsonNode)i)]),
            ["tags"] = new JsonArray(),
            ["appRoles"] = new JsonArray([.. (resource?.Roles ?? []).Select(r => (JsonNode)new JsonObject
            {
                ["allowedMemberTypes"] = new JsonArray("Application"), ["description"] = r.Value, ["displayName"] = r.Value, ["id"] = r.Id.ToString(), ["isEnabled"] = true, ["origin"] = "Application", ["value"] = r.Value,
            })]),
            ["oauth2PermissionScopes"] = new JsonArray([.. (resource?.Scopes ?? []).Select(s => (JsonNode)new JsonObject
            {
                ["adminConsentDescription"] = s.Value, ["adminConsentDisplayName"] = s.Value, ["id"] = s.Id.ToString(), ["isEnabled"] = true, ["type"] = s.NeedsAdmin ? "Admin" : "User",
                ["userConsentDescription"] = s.Value, ["userConsentDisplayName"] = s.Value, ["value"] = s.Value,
            })]),
        };
    }
}
