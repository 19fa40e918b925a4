using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Which registered redirect URI a request names, and what kind of client that makes it (Microsoft's reply-url.md).</summary>
internal static class RedirectUris
{
    internal enum Kind
    {
        Public,
        Web,
        SinglePage,
    }

    /// <exception cref="EntraException">500113 when none is registered, 50011 when it is none of them.</exception>
    public static Kind Check(AppRegistration app, string? redirectUri)
    {
        if (app.PublicRedirectUris.Count + app.WebRedirectUris.Count + app.SpaRedirectUris.Count == 0)
        {
            throw new EntraException(500113);
        }

        return Find(app.PublicRedirectUris, redirectUri) ? Kind.Public
            : Find(app.WebRedirectUris, redirectUri) ? Kind.Web
            : Find(app.SpaRedirectUris, redirectUri) ? Kind.SinglePage
            : throw new EntraException(50011,
                $"The redirect URI '{redirectUri}' specified in the request does not match the redirect URIs configured for the application '{app.AppId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.");
    }

    private static bool Find(IEnumerable<string> registered, string? asked) =>
        asked is not null && Uri.TryCreate(asked, UriKind.Absolute, out Uri? uri) && registered.Any(r => Matches(r, asked, uri));

    // The port is ignored for localhost; the path counts, case and all.
    private static bool Matches(string registered, string asked, Uri uri)
    {
        if (registered == asked)
        {
            return true;
        }

        return Uri.TryCreate(registered, UriKind.Absolute, out Uri? known)
            && known.Scheme == uri.Scheme && known.Host == uri.Host && (known.Host is "localhost" or "127.0.0.1")
            && uri.Scheme == Uri.UriSchemeHttp && known.AbsolutePath == uri.AbsolutePath && uri.UserInfo.Length == 0;
    }
}
