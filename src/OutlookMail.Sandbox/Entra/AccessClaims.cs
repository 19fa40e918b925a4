using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra;

/// <summary>What an access token says, whichever form it travels in.</summary>
internal sealed class AccessClaims
{
    public required string Audience { get; init; }

    public required Guid AppId { get; init; }

    public Guid ObjectId { get; init; }

    public Guid TenantId { get; init; }

    /// <summary>upn or unique_name; null in an app-only token.</summary>
    public string? UserName { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public IReadOnlyList<string> Roles { get; init; } = [];

    public DateTimeOffset NotBefore { get; init; }

    public DateTimeOffset ExpiresOn { get; init; }

    /// <summary>Only roles and no scp: the app itself (Microsoft's access-token-claims-reference.md).</summary>
    public bool IsAppOnly => Scopes.Count == 0 && UserName is null;

    public bool HasScope(string scope) => Scopes.Contains(scope, StringComparer.OrdinalIgnoreCase);

    public bool HasRole(string role) => Roles.Contains(role, StringComparer.OrdinalIgnoreCase);

    public bool IsValidAt(DateTimeOffset now) => now >= NotBefore && now < ExpiresOn;

    /// <returns>Null when a claim that every access token has is missing or of another kind.</returns>
    public static AccessClaims? Read(JsonObject claims)
    {
        try
        {
            return new AccessClaims
            {
                Audience = (string)claims["aud"]!,
                AppId = Guid.Parse((string)(claims["appid"] ?? claims["azp"])!),
                ObjectId = Guid.Parse((string)claims["oid"]!),
                TenantId = Guid.Parse((string)claims["tid"]!),
                UserName = (string?)(claims["upn"] ?? claims["unique_name"]),
                Scopes = ((string?)claims["scp"])?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [],
                Roles = (claims["roles"] as JsonArray)?.Select(r => (string)r!).ToArray() ?? [],
                NotBefore = DateTimeOffset.FromUnixTimeSeconds((long)claims["nbf"]!),
                ExpiresOn = DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!),
            };
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }
}
