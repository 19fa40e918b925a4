using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Sandbox.Entra;

/// <summary>An app registration as people look at it: permissions by name, consents by whom, credentials by their end.</summary>
internal static class AppDescription
{
    public static OutlookSandboxApp Of(EntraService entra, AppRegistration app)
    {
        ServicePrincipal? principal = entra.Directory.FindServicePrincipal(app.AppId);
        return new OutlookSandboxApp(app.DisplayName)
        {
            ClientId = app.AppId.ToString(),
            ObjectId = app.ObjectId,
            ServicePrincipalId = principal?.ObjectId,
            SignInAudience = app.SignInAudience,
            IsPublicClient = app.IsFallbackPublicClient == true,
            RedirectUris = [.. app.PublicRedirectUris, .. app.WebRedirectUris, .. app.SpaRedirectUris],
            Permissions =
            [
                .. entra.Directory.DeclaredScopes(app).Select(d => d.Permission.Value),
                .. entra.Directory.DeclaredRoles(app).Select(d => d.Permission.Value + " (application)"),
            ],
            Consents = principal is null ? [] : [.. ConsentsOf(entra, principal)],
            Credentials =
            [
                .. app.Passwords.Select(p => $"secret {p.DisplayName ?? p.Hint + "..."} until {Day(p.End)}"),
                .. app.Keys.Select(k => $"certificate {k.DisplayName} until {Day(k.End)}"),
                .. app.FederatedCredentials.Select(f => $"federated credential {f.Name}: {f.Subject}"),
            ],
        };
    }

    private static IEnumerable<string> ConsentsOf(EntraService entra, ServicePrincipal principal) =>
        entra.Directory.Grants.Where(g => g.ClientId == principal.ObjectId).Select(g =>
            $"{string.Join(' ', g.Scopes)} ({(g.PrincipalId is Guid user ? entra.Directory.FindUser(user)?.Address : "everybody")})")
        .Concat(entra.Catalogue.All.SelectMany(r => entra.Directory.AssignedRoles(principal, r)).Select(r => r + " (application)"));

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
