using System;
using System.Collections.Generic;
using System.Collections.Specialized;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra.Grants;

/// <summary>RFC 6749 §4.4, by Entra's rules: one resource, <c>/.default</c>, a tenant of its own.</summary>
internal sealed class ClientCredentialsGrant
{
    private readonly EntraService entra;

    public ClientCredentialsGrant(EntraService entra) => this.entra = entra;

    public JsonObject Redeem(AppRegistration app, TenantSegment tenant, string tokenEndpoint, NameValueCollection form)
    {
        if (tenant.Target is TenantSegment.Kind.Common or TenantSegment.Kind.Consumers)
        {
            throw new EntraException(9001023);
        }

        if (tenant.Target == TenantSegment.Kind.Organizations)
        {
            throw new EntraException(50059);
        }

        if (form["client_secret"] is null && form["client_assertion"] is null)
        {
            throw new EntraException(7000216);
        }

        string credential = new ClientAuthentication(entra).Authenticate(app, form, isPublic: false, tokenEndpoint);
        (string audience, ApiResource resource) = ReadScope(form["scope"]);
        entra.TakeSignInError(SandboxEntraEndpoint.Token);
        ServicePrincipal principal = entra.Directory.FindServicePrincipal(app.AppId) ?? throw new EntraException(7000229,
            $"The client application {app.AppId} is missing service principal in the tenant {entra.Directory.TenantId}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119");

        // Without consent there is a token all the same, only with nothing in it.
        IReadOnlyList<string> roles = entra.Directory.AssignedRoles(principal, resource);
        TimeSpan lifetime = entra.Tokens.NextLifetime();
        int seconds = (int)lifetime.TotalSeconds;
        return new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = entra.Tokens.AppToken(app.AppId, principal.ObjectId, entra.Directory.TenantId, audience, roles, lifetime, credential),
        };
    }

    private (string Audience, ApiResource Resource) ReadScope(string? scope)
    {
        string[] words = scope?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (words.Length == 0)
        {
            throw new EntraException(900144, "The request body must contain the following parameter: 'scope'.");
        }

        if (words.Length > 1)
        {
            throw new EntraException(70011, $"The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope {scope} is not valid.");
        }

        if (!words[0].EndsWith("/.default", StringComparison.Ordinal))
        {
            throw new EntraException(1002012, $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");
        }

        string identifier = words[0][..^"/.default".Length];
        ApiResource resource = entra.Catalogue.Find(identifier) ?? throw new EntraException(500011,
            $"The resource principal named {identifier} was not found in the tenant named sandbox. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.");
        return (identifier.TrimEnd('/'), resource);
    }
}
