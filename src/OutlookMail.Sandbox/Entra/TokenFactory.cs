using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Makes access and id tokens and reads them back: a JWT for a work account, an opaque text for a personal one.</summary>
internal sealed class TokenFactory : IDisposable
{
    // Entra starts a token five minutes in the past, for clients with slow clocks.
    private static readonly TimeSpan NotBeforeSlack = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IdTokenLifetime = TimeSpan.FromHours(1);

    private readonly SandboxOptions options;
    private readonly TimeProvider time;
    private readonly string authority;
    private readonly ConcurrentDictionary<string, AccessClaims> opaque = new(StringComparer.Ordinal);

    public TokenFactory(SandboxOptions options, TimeProvider time, string authority)
    {
        this.options = options;
        this.time = time;
        this.authority = authority;
    }

    public SigningKeys Keys { get; } = new();

    /// <summary>Seconds that an access token issued now is good for.</summary>
    public TimeSpan NextLifetime() =>
        options.AccessTokenLifetime ?? TimeSpan.FromSeconds(RandomNumberGenerator.GetInt32(60 * 60, (90 * 60) + 1));

    /// <summary>A delegated access token of version 1.0, which is what Exchange and Graph ask for.</summary>
    /// <param name="clientCredential">appidacr: "0" public, "1" secret, "2" certificate.</param>
    public string AccessToken(SandboxUser user, Guid appId, string audience, IReadOnlyList<string> scopes, TimeSpan lifetime, string clientCredential = "0")
    {
        DateTimeOffset now = time.GetUtcNow();
        if (user.IsPersonal)
        {
            // "EwB…" and no dots: whoever tries to parse it is wrong, whatever it holds.
            string token = "EwB" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(900));
            opaque[Key(token)] = new AccessClaims
            {
                Audience = audience, AppId = appId, ObjectId = user.ObjectId, TenantId = user.TenantId, UserName = user.Address,
                Scopes = scopes, NotBefore = now - NotBeforeSlack, ExpiresOn = now + lifetime,
            };
            IssuedSecrets.Note(token);
            return token;
        }

        JsonObject claims = Common(appId, audience, user.TenantId, user.ObjectId, now, lifetime, clientCredential);
        claims["name"] = user.DisplayName;
        claims["scp"] = string.Join(' ', scopes);
        claims["unique_name"] = user.Address;
        claims["upn"] = user.Address;
        return Keys.Sign(claims);
    }

    /// <summary>An app-only access token.</summary>
    public string AppToken(Guid appId, Guid servicePrincipalId, Guid tenantId, string audience, IReadOnlyList<string> roles, TimeSpan lifetime, string clientCredential)
    {
        JsonObject claims = Common(appId, audience, tenantId, servicePrincipalId, time.GetUtcNow(), lifetime, clientCredential);
        claims["idtyp"] = "app";
        if (roles.Count > 0)
        {
            claims["roles"] = new JsonArray([.. roles.Select(r => (JsonNode)r)]);
        }

        return Keys.Sign(claims);
    }

    /// <summary>An id_token of version 2.0; a JWT for personal accounts too.</summary>
    public string IdToken(SandboxUser user, Guid appId, bool withEmail, string? nonce)
    {
        DateTimeOffset now = time.GetUtcNow();
        var claims = new JsonObject
        {
            ["aud"] = appId.ToString(),
            ["iss"] = $"{(user.IsPersonal ? "https://login.microsoftonline.com" : authority)}/{user.TenantId}/v2.0",
            ["iat"] = (now - NotBeforeSlack).ToUnixTimeSeconds(),
            ["nbf"] = (now - NotBeforeSlack).ToUnixTimeSeconds(),
            ["exp"] = (now + IdTokenLifetime).ToUnixTimeSeconds(),
            ["name"] = user.DisplayName,
            ["oid"] = user.ObjectId.ToString(),
            ["preferred_username"] = user.Address,
            ["rh"] = "0.",
            ["sub"] = Subject(user.ObjectId, appId),
            ["tid"] = user.TenantId.ToString(),
            ["uti"] = Base64Text.Url(RandomNumberGenerator.GetBytes(16)),
            ["ver"] = "2.0",
        };
        if (withEmail && user.Email is string email)
        {
            claims["email"] = email;
        }

        if (nonce is not null)
        {
            claims["nonce"] = nonce;
        }

        return Keys.Sign(claims);
    }

    /// <summary>The claims of a token that this sandbox issued, valid in time or not; null for any other text.</summary>
    public AccessClaims? Read(string token) =>
        opaque.TryGetValue(Key(token), out AccessClaims? known) ? known
        : Keys.Verify(token) is JsonObject claims ? AccessClaims.Read(claims)
        : null;

    public void Dispose() => Keys.Dispose();

    private static string Key(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    // Pairwise: another app sees another subject for the same person.
    private static string Subject(Guid objectId, Guid appId) => Base64Text.Url(SHA256.HashData(Encoding.UTF8.GetBytes($"{objectId}/{appId}")));

    private static JsonObject Common(Guid appId, string audience, Guid tenantId, Guid objectId, DateTimeOffset now, TimeSpan lifetime, string clientCredential) => new()
    {
        ["aud"] = audience,
        ["iss"] = $"https://sts.windows.net/{tenantId}/",
        ["iat"] = (now - NotBeforeSlack).ToUnixTimeSeconds(),
        ["nbf"] = (now - NotBeforeSlack).ToUnixTimeSeconds(),
        ["exp"] = (now + lifetime).ToUnixTimeSeconds(),
        ["app_displayname"] = "OutlookMail SANDBOX app",
        ["appid"] = appId.ToString(),
        ["appidacr"] = clientCredential,
        ["oid"] = objectId.ToString(),
        ["sub"] = Subject(objectId, appId),
        ["tid"] = tenantId.ToString(),
        ["uti"] = Base64Text.Url(RandomNumberGenerator.GetBytes(16)),
        ["ver"] = "1.0",
    };
}
