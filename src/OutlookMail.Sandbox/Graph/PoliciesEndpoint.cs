using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>What a tenant says of its own rules: /policies/authorizationPolicy and /identity/conditionalAccess/policies, to be read only.</summary>
internal static class PoliciesEndpoint
{
    private static readonly string[] Read = ["Policy.Read.All", "Policy.Read.ConditionalAccess"];

    public static WebAnswer Authorization(GraphCall call)
    {
        call.Require(["Policy.Read.All"], ["Policy.Read.All"], allowPersonal: false);
        return call.One("policies/authorizationPolicy", new JsonObject
        {
            ["id"] = "authorizationPolicy",
            ["displayName"] = "Authorization Policy",
            ["blockMsolPowerShell"] = false,
            ["defaultUserRolePermissions"] = new JsonObject
            {
                ["allowedToCreateApps"] = true,
                ["permissionGrantPoliciesAssigned"] = call.Entra.UserConsentAllowed ? new JsonArray("ManagePermissionGrantsForSelf.microsoft-user-default-legacy") : new JsonArray(),
            },
        });
    }

    /// <summary>One policy for each rule that is on.</summary>
    public static WebAnswer ConditionalAccess(GraphCall call)
    {
        call.Require(Read, Read, allowPersonal: false);
        return call.Many("identity/conditionalAccess/policies", Policies(call.Entra.Rules));
    }

    private static IEnumerable<JsonObject> Policies(SandboxConditionalAccess rules)
    {
        if (rules.BlockAll)
        {
            yield return Policy(1, "Block everything", "block");
        }

        if (rules.BlockDeviceCode)
        {
            JsonObject policy = Policy(2, "Block device code flow", "block");
            policy["conditions"]!["authenticationFlows"] = new JsonObject { ["transferMethods"] = "deviceCodeFlow" };
            yield return policy;
        }

        if (rules.RequireManagedDevice)
        {
            yield return Policy(3, "Require a compliant device", "compliantDevice");
        }

        if (rules.RequireMfa)
        {
            yield return Policy(4, "Require MFA", "mfa");
        }

        if (rules.SignInFrequency is TimeSpan frequency)
        {
            JsonObject policy = Policy(5, "Sign-in frequency", null);
            policy["sessionControls"] = new JsonObject
            {
                ["signInFrequency"] = new JsonObject { ["value"] = (int)Math.Ceiling(frequency.TotalHours), ["type"] = "hours", ["frequencyInterval"] = "timeBased", ["isEnabled"] = true },
            };
            yield return policy;
        }
    }

    private static JsonObject Policy(int number, string name, string? control) => new()
    {
        ["id"] = new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0).ToString(),
        ["displayName"] = name,
        ["state"] = "enabled",
        ["conditions"] = new JsonObject
        {
            ["clientAppTypes"] = new JsonArray("all"),
            ["applications"] = new JsonObject { ["includeApplications"] = new JsonArray("All"), ["excludeApplications"] = new JsonArray() },
            ["users"] = new JsonObject { ["includeUsers"] = new JsonArray("All"), ["excludeUsers"] = new JsonArray() },
            ["authenticationFlows"] = null,
        },
        ["grantControls"] = control is null ? null : new JsonObject { ["operator"] = "OR", ["builtInControls"] = new JsonArray(control) },
        ["sessionControls"] = null,
    };
}
