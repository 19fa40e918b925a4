using System;
using System.Collections.Generic;
using System.Linq;
using System.Web;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The administrator's consent for everybody: v1 takes all that the registration declares, v2 what the scope names (Microsoft's v2-admin-consent.md).</summary>
internal sealed class AdminConsent
{
    private readonly EntraService entra;
    private readonly WebRequest request;

    private AdminConsent(EntraService entra, WebRequest request, AppRegistration app, bool isV2)
    {
        this.entra = entra;
        this.request = request;
        App = app;
        IsV2 = isV2;
    }

    public AppRegistration App { get; }

    public bool IsV2 { get; }

    /// <summary>Delegated permissions to be consented, by resource.</summary>
    public IReadOnlyList<(ApiResource Resource, ApiPermission Permission)> Scopes { get; private set; } = [];

    /// <summary>Application permissions to be consented, by resource.</summary>
    public IReadOnlyList<(ApiResource Resource, ApiPermission Permission)> Roles { get; private set; } = [];

    /// <exception cref="EntraException">The tenant, the app, the redirect URI or the scope is not right.</exception>
    public static AdminConsent Read(EntraService entra, WebRequest request, TenantSegment tenant, bool isV2)
    {
        if (tenant.Target is TenantSegment.Kind.Consumers || (isV2 && tenant.Target == TenantSegment.Kind.Common))
        {
            throw new EntraException(90130);
        }

        AppRegistration app = entra.Directory.FindApp(request.Query["client_id"]) ?? throw new EntraException(700016);
        RedirectUris.Check(app, request.Query["redirect_uri"]);
        var consent = new AdminConsent(entra, request, app, isV2);
        consent.Resolve();
        return consent;
    }

    /// <exception cref="EntraException">90094: the person is no administrator.</exception>
    public WebAnswer Accept(SandboxUser user)
    {
        if (!user.IsAdministrator || user.IsPersonal)
        {
            throw new EntraException(90094);
        }

        DateTimeOffset now = entra.Time.GetUtcNow();
        foreach (IGrouping<ApiResource, string> group in Scopes.GroupBy(s => s.Resource, s => s.Permission.Value))
        {
            entra.Directory.Consent(App, null, group.Key, group, now);
        }

        foreach ((ApiResource resource, ApiPermission role) in Roles)
        {
            entra.Directory.Assign(App, resource, role.Id, now);
        }

        entra.Directory.EnsureServicePrincipal(App, now);
        entra.Log($"SANDBOX took {user.Address}'s consent to {App.DisplayName} for everybody.");
        var values = new List<KeyValuePair<string, string>> { new("admin_consent", "True"), new("tenant", entra.Directory.TenantId.ToString()) };
        if (IsV2)
        {
            values.Add(new("scope", request.Query["scope"]!));
        }

        return Return(values);
    }

    public WebAnswer Decline() => Return(
    [
        new("error", IsV2 ? "consent_required" : "permission_denied"),
        new("error_description", IsV2 ? $"AADSTS65004: {EntraErrors.Find(65004).Text}" : "The admin canceled the request."),
    ]);

    private void Resolve()
    {
        IReadOnlyList<(ApiResource, ApiPermission)> scopes = entra.Directory.DeclaredScopes(App);
        IReadOnlyList<(ApiResource, ApiPermission)> roles = entra.Directory.DeclaredRoles(App);
        if (!IsV2)
        {
            Scopes = scopes;
            Roles = roles;
            return;
        }

        ScopeRequest asked = ScopeRequest.Parse(request.Query["scope"], entra.Catalogue);
        Scopes =
        [
            .. asked.Parts.Where(p => !p.IsDefault).Select(p => (p.Resource, p.Resource.FindScope(p.Permission)!)),
            .. scopes.Where(s => asked.Parts.Any(p => p.IsDefault && p.Resource == s.Item1)),
        ];
        Roles = [.. roles.Where(r => asked.Parts.Any(p => p.IsDefault && p.Resource == r.Item1))];
    }

    private WebAnswer Return(List<KeyValuePair<string, string>> values)
    {
        if (request.Query["state"] is string state)
        {
            values.Add(new("state", state));
        }

        string redirectUri = request.Query["redirect_uri"]!;
        string mark = redirectUri.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        return WebAnswer.Redirect(redirectUri + mark + string.Join('&', values.Select(v => v.Key + "=" + HttpUtility.UrlEncode(v.Value))));
    }
}
