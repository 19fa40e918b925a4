using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra;

/// <summary>OpenID Connect discovery (openid-connect-discovery-1_0 §4.2), with the fields that Entra publishes.</summary>
internal static class OpenIdMetadata
{
    public static JsonObject For(EntraService entra, TenantSegment tenant)
    {
        string root = $"{entra.Authority}/{tenant.Text}";

        // Entra's own templated issuer: at the three shared authorities the tenant is only known with the user.
        string issuer = tenant.Target switch
        {
            TenantSegment.Kind.Work => $"{entra.Authority}/{entra.Directory.TenantId}/v2.0",
            TenantSegment.Kind.Consumers => $"https://login.microsoftonline.com/{SandboxUser.PersonalTenantId}/v2.0",
            _ => $"{entra.Authority}/{{tenantid}}/v2.0",
        };
        return new JsonObject
        {
            ["issuer"] = issuer,
            ["authorization_endpoint"] = root + "/oauth2/v2.0/authorize",
            ["token_endpoint"] = root + "/oauth2/v2.0/token",
            ["device_authorization_endpoint"] = root + "/oauth2/v2.0/devicecode",
            ["end_session_endpoint"] = root + "/oauth2/v2.0/logout",
            ["jwks_uri"] = root + "/discovery/v2.0/keys",
            ["userinfo_endpoint"] = entra.Authority + "/oidc/userinfo",
            ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt", "client_secret_basic"),
            ["response_modes_supported"] = new JsonArray("query", "fragment", "form_post"),
            ["response_types_supported"] = new JsonArray("code"),
            ["subject_types_supported"] = new JsonArray("pairwise"),
            ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
            ["scopes_supported"] = new JsonArray("openid", "profile", "email", "offline_access"),
            ["claims_supported"] = new JsonArray("sub", "iss", "aud", "exp", "iat", "nonce", "name", "preferred_username", "tid", "ver", "email"),
        };
    }

    /// <summary>What MSAL asks of an authority that it does not know.</summary>
    public static JsonObject Instance(EntraService entra, string host) => new()
    {
        ["tenant_discovery_endpoint"] = $"{entra.Authority}/{entra.Directory.TenantId}/v2.0/.well-known/openid-configuration",
        ["api-version"] = "1.1",
        ["metadata"] = new JsonArray(new JsonObject { ["preferred_network"] = host, ["preferred_cache"] = host, ["aliases"] = new JsonArray(host) }),
    };
}
