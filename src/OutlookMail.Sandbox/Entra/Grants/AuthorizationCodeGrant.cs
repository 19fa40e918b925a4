using System;
using System.Collections.Specialized;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra.Grants;

/// <summary>RFC 6749 §4.1.3 with PKCE (RFC 7636 §4.6).</summary>
internal sealed class AuthorizationCodeGrant
{
    private readonly EntraService entra;

    public AuthorizationCodeGrant(EntraService entra) => this.entra = entra;

    public JsonObject Redeem(AppRegistration app, string tokenEndpoint, NameValueCollection form)
    {
        bool isPublic = RedirectUris.Check(app, form["redirect_uri"]) != RedirectUris.Kind.Web;
        string credential = new ClientAuthentication(entra).Authenticate(app, form, isPublic, tokenEndpoint);
        AuthorizationCode code = entra.AuthorizationCodes.Find(form["code"] ?? throw new EntraException(900144, "The request body must contain the following parameter: 'code'."))
            is AuthorizationCode found && found.App == app
                ? found
                : throw new EntraException(70000, "The provided value for the 'code' parameter is not valid.");
        if (code.RedirectUri != form["redirect_uri"])
        {
            throw new EntraException(500112);
        }

        if (entra.Time.GetUtcNow() >= code.ExpiresOn)
        {
            throw new EntraException(70008);
        }

        CheckVerifier(code, form["code_verifier"]);
        if (!code.TryRedeem())
        {
            throw new EntraException(54005);
        }

        // Without a scope the token is for the first resource that was signed in for.
        ScopeRequest scope = form["scope"] is string asked ? ScopeRequest.Parse(asked, entra.Catalogue) : code.Scope.FirstResource();
        var signIn = new TokenIssuance.SignIn(code.User, app, entra.Time.GetUtcNow(), ByDeviceCode: false, credential, code.Nonce, code.HasMfa);
        return new TokenIssuance(entra).Issue(signIn, scope, form["client_info"] == "1");
    }

    private static void CheckVerifier(AuthorizationCode code, string? verifier)
    {
        if (code.Challenge is null)
        {
            return;
        }

        string expected = verifier is null ? ""
            : code.IsPlainChallenge ? verifier
            : Base64Text.Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(code.Challenge)))
        {
            throw new EntraException(501481);
        }
    }
}
