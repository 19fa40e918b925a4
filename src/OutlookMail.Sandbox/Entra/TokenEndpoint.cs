using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra.Grants;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Entra;

/// <summary>POST /{tenant}/oauth2/v2.0/token.</summary>
internal sealed class TokenEndpoint
{
    private readonly EntraService entra;

    public TokenEndpoint(EntraService entra) => this.entra = entra;

    public JsonObject Redeem(WebRequest request, TenantSegment tenant)
    {
        string grant = request.Form["grant_type"] ?? throw new EntraException(900144, "The request body must contain the following parameter: 'grant_type'.");
        AppRegistration app = new ClientAuthentication(entra).Identify(request.Form, tenant);
        string endpoint = $"{entra.Authority}/{tenant.Text}/oauth2/v2.0/token";
        return grant switch
        {
            // MSAL.NET polls with the short name, RFC 8628 §3.4 has the URN.
            "device_code" or "urn:ietf:params:oauth:grant-type:device_code" => new DeviceCodeGrant(entra).Redeem(app, endpoint, request.Form),
            "refresh_token" => new RefreshTokenGrant(entra).Redeem(app, tenant, endpoint, request.Form),
            "authorization_code" => new AuthorizationCodeGrant(entra).Redeem(app, endpoint, request.Form),
            "client_credentials" => new ClientCredentialsGrant(entra).Redeem(app, tenant, endpoint, request.Form),
            _ => throw new EntraException(70003, $"The app requested an unsupported grant type '{grant}'."),
        };
    }
}
