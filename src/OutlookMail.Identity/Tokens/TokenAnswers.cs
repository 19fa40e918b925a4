using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>Makes our answer of MSAL's.</summary>
internal static class TokenAnswers
{
    // What MSAL writes into the account when the id_token names nobody.
    private const string NoName = "Missing from the token response";

    public static TokenAnswer From(AuthenticationResult result)
    {
        var claims = result.ClaimsPrincipal?.Claims
            .GroupBy(c => c.Type, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => string.Join(" ", g.Select(c => c.Value)), StringComparer.Ordinal)
            ?? new Dictionary<string, string>(StringComparer.Ordinal);
        return new TokenAnswer(result.AccessToken, result.ExpiresOn, result.Scopes.ToArray())
        {
            Username = Name(result.Account?.Username, claims),
            HomeAccountId = result.Account?.HomeAccountId?.Identifier ?? "",
            TenantId = string.IsNullOrEmpty(result.TenantId) ? null : result.TenantId,
            IdTokenClaims = claims,
            FromCache = result.AuthenticationResultMetadata.TokenSource == TokenSource.Cache,
        };
    }

    private static string Name(string? username, Dictionary<string, string> claims)
    {
        if (!string.IsNullOrEmpty(username) && username != NoName)
        {
            return username!;
        }

        return claims.TryGetValue("preferred_username", out var name) || claims.TryGetValue("upn", out name) || claims.TryGetValue("email", out name) ? name : "";
    }
}
