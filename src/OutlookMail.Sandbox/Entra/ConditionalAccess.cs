using System;
using System.Text.Json.Nodes;
using OutlookMail.Model;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Decides by the tenant's rules, the person's state and what the tester has switched on whether a token may be issued.</summary>
internal static class ConditionalAccess
{
    /// <exception cref="EntraException">It may not.</exception>
    public static void Check(EntraService entra, TokenIssuance.SignIn signIn)
    {
        entra.TakeSignInError(SandboxEntraEndpoint.Token);
        if (entra.Faults.Take(OutlookSandboxFault.ConsentMissing))
        {
            throw new EntraException(65001);
        }

        if (signIn.User.SignInError is int personal)
        {
            throw new EntraException(personal);
        }

        SandboxConditionalAccess rules = entra.Rules;
        if (rules.BlockAll || (signIn.ByDeviceCode && (rules.BlockDeviceCode || entra.Faults.Take(OutlookSandboxFault.DeviceCodeBlocked))))
        {
            throw new EntraException(53003) { Claims = Claims("capolids") };
        }

        if (rules.RequireManagedDevice)
        {
            throw signIn.ByDeviceCode ? new EntraException(530033) : new EntraException(53000) { Claims = Claims("capolids") };
        }

        if (rules.RequireMfa && !signIn.HasMfa)
        {
            throw new EntraException(50076) { Claims = Claims("capolids") };
        }

        if (rules.SignInFrequency is TimeSpan most && entra.Time.GetUtcNow() - signIn.SignedInOn > most)
        {
            throw new EntraException(70043);
        }
    }

    // The claims request that a client hands back when it asks the person again (Microsoft's claims-challenge.md).
    private static string Claims(string name) => new JsonObject
    {
        ["access_token"] = new JsonObject
        {
            [name] = new JsonObject { ["essential"] = true, ["values"] = new JsonArray("5a4db00d-0000-4000-8000-000000000001") },
        },
    }.ToJsonString();
}
