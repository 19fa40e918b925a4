using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace OutlookMail.Client;

/// <summary>
/// What a work account's token says of itself, for explanations only: nothing is decided by it and no signature is
/// checked, since the token is meant for the mail servers. Tokens of personal accounts are opaque and give null.
/// </summary>
internal sealed class AccessTokenClaims
{
    private AccessTokenClaims(string? audience, string? user, string? tenant, string? objectId, IReadOnlyList<string> scopes, IReadOnlyList<string> roles, DateTimeOffset? expiresOn)
    {
        Audience = audience;
        User = user;
        Tenant = tenant;
        ObjectId = objectId;
        Scopes = scopes;
        Roles = roles;
        ExpiresOn = expiresOn;
    }

    public string? Audience { get; }

    public string? User { get; }

    public string? Tenant { get; }

    /// <summary>The user's or service principal's id in the directory.</summary>
    public string? ObjectId { get; }

    public IReadOnlyList<string> Scopes { get; }

    /// <summary>An app's own permissions; empty for a person's token.</summary>
    public IReadOnlyList<string> Roles { get; }

    // facts 2.7: an app's own token has roles and no scp.
    public bool IsAppOnly => Roles.Count > 0 && Scopes.Count == 0;

    public DateTimeOffset? ExpiresOn { get; }

    public static AccessTokenClaims? TryRead(string token)
    {
        // A JWT in compact form has exactly three parts (RFC 7519 §3.1); an Outlook.com token has no dot at all.
        var parts = token.Split('.');
        if (parts.Length != 3)
        {
            return null;
        }

        try
        {
            using var payload = JsonDocument.Parse(Encoding.UTF8.GetString(FromBase64Url(parts[1])));
            var claims = payload.RootElement;
            if (claims.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var scopes = Text(claims, "scp")?.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
            return new AccessTokenClaims(
                Text(claims, "aud"),
                Text(claims, "upn") ?? Text(claims, "unique_name") ?? Text(claims, "preferred_username"),
                Text(claims, "tid"),
                Text(claims, "oid"),
                scopes ?? Array.Empty<string>(),
                Texts(claims, "roles"),
                claims.TryGetProperty("exp", out var exp) && exp.ValueKind == JsonValueKind.Number && exp.TryGetInt64(out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string[] Texts(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!).ToArray()
            : Array.Empty<string>();

    private static byte[] FromBase64Url(string text)
    {
        var base64 = text.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(base64 + new string('=', (4 - (base64.Length % 4)) % 4));
    }
}
