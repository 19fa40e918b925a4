using System.Globalization;
using System.Linq;
using System.Text;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/apps: the registrations of this tenant, with what they declare and what was consented.</summary>
internal static class AppsPage
{
    public static WebAnswer Render(EntraService entra)
    {
        var main = new StringBuilder("<h1>App registrations</h1>");
        foreach (OutlookSandboxApp app in entra.Directory.Apps.Where(a => !a.IsFirstParty).Select(a => AppDescription.Of(entra, a)))
        {
            main.Append(CultureInfo.InvariantCulture, $"""
                <section aria-label="{Html.Text(app.DisplayName)}">
                <h2>{Html.Text(app.DisplayName)}</h2>
                <dl>
                <dt>Application (client) ID</dt><dd><code>{app.ClientId}</code></dd>
                <dt>Object ID</dt><dd><code>{app.ObjectId}</code></dd>
                <dt>Enterprise application</dt><dd><code>{app.ServicePrincipalId?.ToString() ?? "none yet"}</code></dd>
                <dt>Accounts</dt><dd>{Html.Text(app.SignInAudience)}</dd>
                <dt>Public client flows</dt><dd>{(app.IsPublicClient ? "allowed" : "not allowed")}</dd>
                <dt>Redirect URIs</dt><dd>{List(app.RedirectUris)}</dd>
                <dt>Declared</dt><dd>{List(app.Permissions)}</dd>
                <dt>Consented</dt><dd>{List(app.Consents)}</dd>
                <dt>Credentials</dt><dd>{(app.Credentials.Length == 0 ? "none" : List(app.Credentials))}</dd>
                </dl>
                </section>
                """);
        }

        return Html.Page("Apps", "/apps", main.ToString());
    }

    private static string List(string[] values) => Html.Text(string.Join(", ", values));
}
