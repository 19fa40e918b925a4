using System.Collections.Specialized;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra.Grants;

/// <summary>RFC 6749 §6, by Entra's rules: any consented resource, a new refresh token each time, the old one stays alive.</summary>
internal sealed class RefreshTokenGrant
{
    private readonly EntraService entra;

    public RefreshTokenGrant(EntraService entra) => this.entra = entra;

    public JsonObject Redeem(AppRegistration app, TenantSegment tenant, string tokenEndpoint, NameValueCollection form)
    {
        RefreshGrant? found = form["refresh_token"] is string asked ? entra.RefreshTokens.Find(asked) : null;

        // application.md: the public client switch decides only where no redirect address shows the kind of client.
        bool isPublic = found is not { ByWebApp: true }
            && (app.IsFallbackPublicClient == true || (app.PublicRedirectUris.Count > 0 && form["client_secret"] is null && form["client_assertion"] is null));
        string credential = new ClientAuthentication(entra).Authenticate(app, form, isPublic, tokenEndpoint);
        if (form["refresh_token"] is null)
        {
            throw new EntraException(900144, "The request body must contain the following parameter: 'refresh_token'.");
        }

        RefreshGrant grant = found is not null && found.AppId == app.AppId
            ? found
            : throw new EntraException(70000, "Provided grant is invalid or malformed. The refresh token is not one of this application's.");
        if (entra.Time.GetUtcNow() >= grant.ExpiresOn)
        {
            throw new EntraException(700082, $"The refresh token has expired due to inactivity. The token was issued on {grant.SignedInOn:yyyy-MM-ddTHH:mm:ssZ} and was inactive for 90.00:00:00.");
        }

        if (entra.RefreshTokens.IsRevoked(grant))
        {
            throw new EntraException(50173);
        }

        EntraService.CheckAccount(grant.User, tenant, app);
        ScopeRequest scope = ScopeRequest.Parse(form["scope"], entra.Catalogue);
        var signIn = new TokenIssuance.SignIn(grant.User, app, grant.SignedInOn, grant.ByDeviceCode, credential, Nonce: null, grant.HasMfa);
        return new TokenIssuance(entra).Issue(signIn, scope, form["client_info"] == "1");
    }
}
