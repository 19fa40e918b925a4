using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>GET /me.</summary>
internal static class MeEndpoint
{
    public static WebAnswer Get(GraphCall call)
    {
        if (call.Claims.IsAppOnly || call.Entra.Directory.FindUser(call.Claims.ObjectId) is not SandboxUser user)
        {
            throw new GraphException(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
        }

        call.Require(["User.Read", "Directory.Read.All", "Directory.AccessAsUser.All"], []);
        return call.One("users", Write(user));
    }

    public static JsonObject Write(SandboxUser user) => new()
    {
        ["businessPhones"] = new JsonArray(),
        ["displayName"] = user.DisplayName,
        ["givenName"] = user.DisplayName.Split(' ')[0],
        ["jobTitle"] = null,
        ["mail"] = user.Email,
        ["mobilePhone"] = null,
        ["officeLocation"] = null,
        ["preferredLanguage"] = "en-US",
        ["surname"] = user.DisplayName.Split(' ')[^1],
        ["userPrincipalName"] = user.Address,

        // A personal account's id is the last sixteen digits of its object id.
        ["id"] = user.IsPersonal ? user.ObjectId.ToString("N")[16..] : user.ObjectId.ToString(),
    };
}
