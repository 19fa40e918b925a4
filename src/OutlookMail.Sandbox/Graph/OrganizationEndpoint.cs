using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>GET /organization.</summary>
internal static class OrganizationEndpoint
{
    public static WebAnswer Get(GraphCall call)
    {
        call.Require(["User.Read", "Organization.Read.All", "Directory.Read.All", "Application.ReadWrite.All"], ["Directory.Read.All", "Application.ReadWrite.All"], allowPersonal: false);
        return call.Many("organization",
        [
            new JsonObject
            {
                ["id"] = call.Entra.Directory.TenantId.ToString(),
                ["displayName"] = "SANDBOX",
                ["tenantType"] = "AAD",
                ["verifiedDomains"] = new JsonArray(new JsonObject
                {
                    ["name"] = call.Entra.Directory.Domain, ["isDefault"] = true, ["isInitial"] = true, ["type"] = "Managed", ["capabilities"] = "Email, OfficeCommunicationsOnline",
                }),
            },
        ]);
    }
}
