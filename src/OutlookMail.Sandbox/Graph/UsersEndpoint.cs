using System;
using System.Linq;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>GET /users/{id or user principal name}.</summary>
internal static class UsersEndpoint
{
    public static WebAnswer Get(GraphCall call, string key)
    {
        call.Require(["User.ReadBasic.All", "User.Read.All", "Directory.Read.All", "Directory.AccessAsUser.All"], ["User.Read.All", "Directory.Read.All"]);
        SandboxUser user = call.Entra.Directory.Users.FirstOrDefault(u => u.ObjectId.ToString().Equals(key, StringComparison.OrdinalIgnoreCase) || u.Address.Equals(key, StringComparison.OrdinalIgnoreCase))
            ?? throw GraphCall.NotFound(key);
        return call.One("users", MeEndpoint.Write(user));
    }
}
