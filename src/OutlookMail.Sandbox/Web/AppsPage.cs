using System;
using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/apps: the registrations of this tenant, with what they declare and what was consented.</summary>
internal static class AppsPage
{
    public static WebAnswer Render(EntraService entra)
    {
        var main = new StringBuilder("<h1>App registrations</h1>");
        foreach (AppRegistration app in entra.Directory.Apps.Where(a => !a.IsFirstParty))
        {
            ServicePrincipal? principal = entra.Directory.FindServicePrincipal(app.AppId);
            string declared = string.Join(", ", entra.Directory.DeclaredScopes(app).Select(d => d.Permission.Value)
                .Concat(entra.Directory.DeclaredRoles(app).Select(d => d.Permission.Value + " (application)")));
            string consented = principal is null ? "" : string.Join(", ",
                entra.Directory.Grants.Where(g => g.ClientId == principal.ObjectId).Select(g =>
                    $"{string.Join(' ', g.Scopes)} ({(g.PrincipalId is Guid user ? entra.Directory.FindUser(user)?.Address : "everybody")})")
                .Concat(entra.Catalogue.All.SelectMany(r => entra.Directory.AssignedRoles(principal, r)).Select(r => r + " (application)")));
            string secrets = string.Join(", ", app.Passwords.Select(p => $"{p.DisplayName ?? p.Hint + "..."} until {p.End:yyyy-MM-dd}")
                .Concat(app.Keys.Select(k => $"certificate {k.DisplayName} until {k.End:yyyy-MM-dd}")));
            main.Append(CultureInfo.InvariantCulture, $"""
                <section aria-label="{Html.Text(app.DisplayName)}">
                <h2>{Html.Text(app.DisplayName)}</h2>
                <dl>
                <dt>Application (client) ID</dt><dd><code>{app.AppId}</code></dd>
                <dt>Object ID</dt><dd><code>{app.ObjectId}</code></dd>
                <dt>Enterprise application</dt><dd><code>{(principal is null ? "none yet" : principal.ObjectId.ToString())}</code></dd>
                <dt>Accounts</dt><dd>{Html.Text(app.SignInAudience)}</dd>
                <dt>Public client flows</dt><dd>{(app.IsFallbackPublicClient == true ? "allowed" : "not allowed")}</dd>
                <dt>Redirect URIs</dt><dd>{Html.Text(string.Join(", ", app.PublicRedirectUris.Concat(app.WebRedirectUris).Concat(app.SpaRedirectUris)))}</dd>
                <dt>Declared</dt><dd>{Html.Text(declared)}</dd>
                <dt>Consented</dt><dd>{Html.Text(consented)}</dd>
                <dt>Credentials</dt><dd>{Html.Text(secrets.Length == 0 ? "none" : secrets)}</dd>
                </dl>
                </section>
                """);
        }

        return Html.Page("Apps", "/apps", main.ToString());
    }
}
