using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using OutlookMail.Model;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The successful answer of the token endpoint for a signed-in person.</summary>
internal sealed class TokenIssuance
{
    private readonly EntraService entra;

    public TokenIssuance(EntraService entra) => this.entra = entra;

    /// <summary>Who signed in where, which every grant ends in.</summary>
    /// <param name="ClientCredential">appidacr: "0" public, "1" secret, "2" certificate.</param>
    internal sealed record SignIn(SandboxUser User, AppRegistration App, DateTimeOffset SignedInOn, bool ByDeviceCode, string ClientCredential, string? Nonce = null, bool HasMfa = false);

    /// <exception cref="EntraException">28000 for two resources, 65001 without consent.</exception>
    public JsonObject Issue(SignIn signIn, ScopeRequest scope, bool withClientInfo)
    {
        ConditionalAccess.Check(entra, signIn);

        // One token, one audience.
        if (scope.NamesSeveralResources)
        {
            throw new EntraException(28000,
                $"Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {string.Join(' ', scope.Parts.Select(p => p.Prefix + p.Permission))} is not valid.");
        }

        ApiResource resource = scope.Parts.Count > 0 ? scope.Parts[0].Resource : entra.Catalogue.Graph;
        string prefix = scope.Parts.Count > 0 ? scope.Parts[0].Prefix : "";
        IReadOnlySet<string> consented = entra.Directory.ConsentedScopes(signIn.App, signIn.User, resource);
        string[] granted = scope.IsDefault
            ? [.. consented.Order(StringComparer.OrdinalIgnoreCase)]
            : [.. scope.Parts.Select(p => p.Permission).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] missing = [.. granted.Where(g => !consented.Contains(g))];
        if (missing.Length > 0 && signIn.App.PreAuthorized.Count > 0)
        {
            throw new EntraException(65002, $"Consent between first party application '{signIn.App.AppId}' and first party resource '{resource.AppId}' must be configured via preauthorization - applications owned and operated by Microsoft must get approval from the API owner before requesting tokens for that API.");
        }

        if (missing.Length > 0 || (scope.IsDefault && granted.Length == 0))
        {
            throw new EntraException(65001,
                $"The user or administrator has not consented to use the application with ID '{signIn.App.AppId}' named '{signIn.App.DisplayName}'. Send an interactive authorization request for this user and resource.");
        }

        // Graph's scope also holds OpenID Connect's own words; Exchange's never does.
        string[] openId = resource == entra.Catalogue.Graph ? [.. scope.OpenId.Where(s => s != "offline_access")] : [];
        string audience = prefix.Length == 0 ? resource.Identifiers[0] : prefix.TrimEnd('/');
        TimeSpan lifetime = entra.Tokens.NextLifetime();
        int seconds = (int)lifetime.TotalSeconds;
        var answer = new JsonObject
        {
            ["token_type"] = "Bearer",
            ["scope"] = string.Join(' ', granted.Select(g => prefix + g).Concat(scope.IsDefault ? [prefix + ".default"] : []).Concat(openId)),
            ["expires_in"] = seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = entra.Tokens.AccessToken(signIn.User, signIn.App.AppId, audience, [.. granted, .. openId], lifetime, signIn.ClientCredential),
        };
        if (scope.Asks("offline_access"))
        {
            answer["refresh_token"] = entra.RefreshTokens.Issue(new RefreshGrant(
                signIn.User, signIn.App.AppId, signIn.SignedInOn, entra.Time.GetUtcNow() + entra.Options.RefreshTokenLifetime, signIn.ByDeviceCode, signIn.HasMfa, signIn is { ByDeviceCode: false, ClientCredential: not "0" }));
        }

        if (scope.Asks("openid"))
        {
            answer["id_token"] = entra.Tokens.IdToken(signIn.User, signIn.App.AppId, scope.Asks("email"), signIn.Nonce);
        }

        if (withClientInfo && !entra.Faults.Take(OutlookSandboxFault.NoClientInfo))
        {
            answer["client_info"] = ClientInfo(signIn.User);
        }

        return answer;
    }

    public static string ClientInfo(SandboxUser user) => Base64Text.Url(Encoding.UTF8.GetBytes(
        new JsonObject { ["uid"] = user.ObjectId.ToString(), ["utid"] = user.TenantId.ToString() }.ToJsonString()));
}
