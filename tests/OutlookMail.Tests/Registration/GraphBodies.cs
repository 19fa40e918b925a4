using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace OutlookMail.Tests.Registration;

/// <summary>
/// The properties that Graph documents for each request body, by hand from learn.microsoft.com/graph/api: name and
/// kind. Whatever is not here is what Graph answers 400 Request_BadRequest to.
/// </summary>
internal static class GraphBodies
{
    private static readonly Dictionary<string, string> Application = new()
    {
        ["displayName"] = "string",
        ["signInAudience"] = "string",
        ["isFallbackPublicClient"] = "boolean",
        ["publicClient"] = "object:redirects",
        ["web"] = "object:web",
        ["spa"] = "object:redirects",
        ["api"] = "object:api",
        ["requiredResourceAccess"] = "array:requiredResourceAccess",
        ["keyCredentials"] = "array:keyCredential",
    };

    private static readonly Dictionary<string, Dictionary<string, string>> Types = new()
    {
        ["application"] = Application,
        ["redirects"] = new() { ["redirectUris"] = "array:string" },
        ["web"] = new() { ["redirectUris"] = "array:string", ["homePageUrl"] = "string", ["logoutUrl"] = "string" },
        ["api"] = new() { ["requestedAccessTokenVersion"] = "number" },
        ["requiredResourceAccess"] = new() { ["resourceAppId"] = "guid", ["resourceAccess"] = "array:resourceAccess" },
        ["resourceAccess"] = new() { ["id"] = "guid", ["type"] = "string" },
        ["keyCredential"] = new() { ["keyId"] = "guid", ["displayName"] = "string", ["type"] = "string", ["usage"] = "string", ["key"] = "string", ["startDateTime"] = "utc", ["endDateTime"] = "utc", ["customKeyIdentifier"] = "string" },
        ["servicePrincipal"] = new() { ["appId"] = "guid" },
        ["passwordCredential"] = new() { ["displayName"] = "string", ["startDateTime"] = "utc", ["endDateTime"] = "utc" },
        ["addPassword"] = new() { ["passwordCredential"] = "object:passwordCredential" },
        ["removePassword"] = new() { ["keyId"] = "guid" },
        ["grant"] = new() { ["clientId"] = "guid", ["consentType"] = "string", ["principalId"] = "guid", ["resourceId"] = "guid", ["scope"] = "string" },
        ["grantChange"] = new() { ["scope"] = "string" },
        ["roleAssignment"] = new() { ["principalId"] = "guid", ["resourceId"] = "guid", ["appRoleId"] = "guid" },
        ["owner"] = new() { ["@odata.id"] = "string" },
        ["federatedCredential"] = new() { ["name"] = "string", ["issuer"] = "string", ["subject"] = "string", ["audiences"] = "array:string", ["description"] = "string" },
        ["addKey"] = new() { ["keyCredential"] = "object:keyCredential", ["passwordCredential"] = "null", ["proof"] = "string" },
    };

    /// <returns>Null when the body is as documented; else what is wrong with it.</returns>
    public static string? FindError(string type, JsonNode? body)
    {
        if (body is not JsonObject given)
        {
            return $"{type}: no object";
        }

        foreach (var (name, value) in given)
        {
            if (!Types[type].TryGetValue(name, out var kind))
            {
                return $"Property '{name}' does not exist on type '{type}'.";
            }

            if (Check(kind, value) is { } error)
            {
                return $"{type}.{name}: {error}";
            }
        }

        return null;
    }

    private static string? Check(string kind, JsonNode? value) => kind switch
    {
        "null" => value is null ? null : "must be null",
        "string" => Is<string>(value) ? null : "no string",
        "boolean" => Is<bool>(value) ? null : "no boolean",
        "number" => Is<int>(value) ? null : "no number",
        "guid" => Is<string>(value) && Guid.TryParse(value!.GetValue<string>(), out _) ? null : "no GUID",
        "utc" => Is<string>(value) && value!.GetValue<string>().EndsWith('Z') && DateTimeOffset.TryParse(value.GetValue<string>(), out _) ? null : "no time in UTC",
        _ when kind.StartsWith("object:", StringComparison.Ordinal) => FindError(kind[7..], value),
        _ when value is JsonArray array => array.Select(item => Types.ContainsKey(kind[6..]) ? FindError(kind[6..], item) : Check(kind[6..], item)).FirstOrDefault(e => e is not null),
        _ => "no array",
    };

    private static bool Is<T>(JsonNode? value) => value is JsonValue v && v.TryGetValue<T>(out _);
}
