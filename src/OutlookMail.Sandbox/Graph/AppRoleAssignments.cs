using System;
using System.Linq;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>appRoleAssignedTo (seen from the resource) and appRoleAssignments (seen from the client).</summary>
internal static class AppRoleAssignments
{
    public static WebAnswer Handle(GraphCall call, ServicePrincipal principal, string side, string[] rest)
    {
        switch (call.Method, rest)
        {
            case ("GET", []):
                return call.Many("appRoleAssignments", call.Entra.Directory.RoleAssignments
                    .Where(a => (side == "appRoleAssignedTo" ? a.ResourceId : a.PrincipalId) == principal.ObjectId).Select(a => Write(call, a)).Where(call.Matches));
            case ("POST", []):
                return Create(call, principal, side);
            case ("DELETE", [var id]):
                RequireWrite(call);
                AppRoleAssignment found = call.Entra.Directory.RoleAssignments.FirstOrDefault(a => a.Id == id) ?? throw GraphCall.NotFound(id);
                call.Entra.Directory.Remove(found);
                return GraphCall.NoContent();
            default:
                throw new GraphException(405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.");
        }
    }

    private static void RequireWrite(GraphCall call) =>
        call.Require(["AppRoleAssignment.ReadWrite.All", "Directory.AccessAsUser.All"], ["AppRoleAssignment.ReadWrite.All"], allowPersonal: false, needsAdministrator: true);

    private static WebAnswer Create(GraphCall call, ServicePrincipal owner, string side)
    {
        RequireWrite(call);
        JsonObject body = call.Body(GraphShape.RoleAssignment);
        Guid resourceId = GraphCall.ReadGuid(body, "resourceId");
        Guid principalId = GraphCall.ReadGuid(body, "principalId");
        Guid roleId = GraphCall.ReadGuid(body, "appRoleId");
        if ((side == "appRoleAssignedTo" ? resourceId : principalId) != owner.ObjectId)
        {
            throw new GraphException(400, "Request_BadRequest", "The id in the URL does not match the one in the body.");
        }

        // Object ids of service principals, never app ids.
        ServicePrincipal client = ServicePrincipalsEndpoint.Find(call, principalId.ToString(), isAppId: false);
        ServicePrincipal target = ServicePrincipalsEndpoint.Find(call, resourceId.ToString(), isAppId: false);
        ApiResource? resource = call.Entra.Catalogue.Find(target.AppId);
        if (resource is null || resource.Roles.All(r => r.Id != roleId))
        {
            throw new GraphException(400, "Request_BadRequest", "Permission being assigned was not found on application");
        }

        if (call.Entra.Directory.RoleAssignments.Any(a => a.PrincipalId == principalId && a.ResourceId == resourceId && a.AppRoleId == roleId))
        {
            throw new GraphException(400, "Request_BadRequest", "Permission being assigned already exists on the object");
        }

        AppRoleAssignment made = call.Entra.Directory.Assign(client.ObjectId, target.ObjectId, roleId, call.Entra.Time.GetUtcNow());
        return call.One("appRoleAssignments", Write(call, made), 201);
    }

    private static JsonObject Write(GraphCall call, AppRoleAssignment assignment) => new()
    {
        ["id"] = assignment.Id,
        ["deletedDateTime"] = null,
        ["appRoleId"] = assignment.AppRoleId.ToString(),
        ["createdDateTime"] = ApplicationJson.Time(assignment.CreatedOn),
        ["principalDisplayName"] = NameOf(call, assignment.PrincipalId),
        ["principalId"] = assignment.PrincipalId.ToString(),
        ["principalType"] = "ServicePrincipal",
        ["resourceDisplayName"] = NameOf(call, assignment.ResourceId),
        ["resourceId"] = assignment.ResourceId.ToString(),
    };

    private static string? NameOf(GraphCall call, Guid id) => call.Entra.Directory.ServicePrincipals.FirstOrDefault(p => p.ObjectId == id)?.DisplayName;
}
