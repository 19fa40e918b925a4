using System;
using System.Linq;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Web;

/// <summary>/logout: goes to post_logout_redirect_uri only when an app has registered it (OpenID Connect RP-Initiated Logout 1.0 §3).</summary>
internal static class LogoutPage
{
    public static WebAnswer Handle(EntraService entra, WebRequest request)
    {
        string? target = request.Query["post_logout_redirect_uri"];
        bool isRegistered = target is not null && entra.Directory.Apps.Any(a =>
            a.PublicRedirectUris.Concat(a.WebRedirectUris).Concat(a.SpaRedirectUris).Contains(target, StringComparer.Ordinal));
        if (isRegistered)
        {
            string state = request.Query["state"] is string value ? (target!.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "state=" + Uri.EscapeDataString(value) : "";
            return WebAnswer.Redirect(target + state);
        }

        return Html.Card("Signed out", "<h1>You signed out of your account</h1><p>It's a good idea to close all browser windows.</p>");
    }
}
