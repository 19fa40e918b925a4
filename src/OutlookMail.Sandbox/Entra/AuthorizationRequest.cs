using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Linq;
using System.Text.Json.Nodes;
using System.Web;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Entra;

/// <summary>What a browser brings to /authorize (RFC 6749 §4.1.1, Microsoft's v2-oauth2-auth-code-flow.md), checked.</summary>
internal sealed class AuthorizationRequest
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(10);

    private readonly EntraService entra;
    private readonly NameValueCollection query;

    private readonly bool wantsJson;

    private AuthorizationRequest(EntraService entra, WebRequest request, TenantSegment tenant, AppRegistration app)
    {
        this.entra = entra;
        query = request.Query;
        wantsJson = request.Headers["Accept"] == "application/json";
        Tenant = tenant;
        App = app;
        RedirectUri = query["redirect_uri"]!;
    }

    public TenantSegment Tenant { get; }

    public AppRegistration App { get; }

    public string RedirectUri { get; }

    public ScopeRequest Scope { get; private set; } = null!;

    public string? LoginHint => query["login_hint"];

    public string? Prompt => query["prompt"];

    /// <summary>Checks what makes a page of errors when it is wrong: before the redirect URI is known to be the app's, nothing may be sent there.</summary>
    /// <exception cref="EntraException">The request cannot be answered by a redirect.</exception>
    public static AuthorizationRequest Read(EntraService entra, WebRequest request, TenantSegment tenant)
    {
        NameValueCollection query = request.Query;
        AppRegistration app = new ClientAuthentication(entra).Identify(query, tenant);
        RedirectUris.Check(app, query["redirect_uri"]);
        return new AuthorizationRequest(entra, request, tenant, app);
    }

    /// <summary>Checks the rest; its errors go back to the client.</summary>
    /// <exception cref="EntraException">The request is refused.</exception>
    public void Validate()
    {
        if (query["response_type"] != "code")
        {
            throw new EntraException(700054, $"response_type '{query["response_type"]}' is not enabled for the application.");
        }

        if (Mode is not ("query" or "form_post" or "fragment"))
        {
            throw new EntraException(90014, "The required field 'response_mode' is not one of query, fragment or form_post.");
        }

        Scope = ScopeRequest.Parse(query["scope"], entra.Catalogue);
        if (query["code_challenge_method"] is not (null or "S256" or "plain"))
        {
            throw new EntraException(9002313);
        }

        entra.TakeSignInError(SandboxEntraEndpoint.Authorize);
    }

    /// <summary>Signs the person in, takes her consent, and sends the browser back with a code.</summary>
    /// <exception cref="EntraException">She may not sign in here.</exception>
    public WebAnswer Accept(SandboxUser user)
    {
        EntraService.CheckAccount(user, Tenant, App);
        entra.ConsentTo(App, user, Scope);
        string code = entra.AuthorizationCodes.Issue(new AuthorizationCode
        {
            App = App,
            User = user,
            RedirectUri = RedirectUri,
            Scope = Scope,
            ExpiresOn = entra.Time.GetUtcNow() + CodeLifetime,
            Nonce = query["nonce"],
            Challenge = query["code_challenge"],
            IsPlainChallenge = query["code_challenge_method"] is null or "plain",
            HasMfa = true,
        });
        entra.Log($"SANDBOX signed in {user.Address} in the browser for {App.DisplayName}.");
        return Return([new("code", code), new("client_info", TokenIssuance.ClientInfo(user)), new("session_state", Guid.NewGuid().ToString())]);
    }

    /// <summary>Sends the browser back with an error.</summary>
    public WebAnswer Refuse(EntraException e) => Return(
    [
        new("error", e.Entry.Error == "invalid_grant" ? "access_denied" : e.Entry.Error),
        new("error_description", $"AADSTS{e.Code}: {e.Message}"),
        new("error_uri", $"{entra.Authority}/error?code={e.Code}"),
    ]);

    private string Mode => query["response_mode"] ?? "query";

    private WebAnswer Return(List<KeyValuePair<string, string>> values)
    {
        if (query["state"] is string state)
        {
            values.Add(new("state", state));
        }

        if (Mode == "form_post" && wantsJson)
        {
            // For a client that carries the answer itself, where no browser is: the page's form as data.
            return WebAnswer.Json(new JsonObject
            {
                ["redirect_uri"] = RedirectUri,
                ["fields"] = new JsonObject(values.Select(v => KeyValuePair.Create<string, JsonNode?>(v.Key, v.Value))),
            });
        }

        if (Mode == "form_post")
        {
            return WebAnswer.Html(Web.FormPostPage.Render(RedirectUri, values));
        }

        string fields = string.Join('&', values.Select(v => v.Key + "=" + HttpUtility.UrlEncode(v.Value)));
        string mark = Mode == "fragment" ? "#" : RedirectUri.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return WebAnswer.Redirect(RedirectUri + mark + fields);
    }
}
