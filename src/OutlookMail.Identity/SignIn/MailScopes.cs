using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Identity;

/// <summary>
/// Scope strings. The prefix picks the token's audience: IMAP and SMTP take only tokens whose scopes carry the mail
/// resource, although a registration lists the same permissions under Microsoft Graph.
/// </summary>
public static class MailScopes
{
    public const string Imap = "IMAP.AccessAsUser.All";
    public const string Smtp = "SMTP.Send";
    public const string UserRead = "User.Read";

    // OpenID Connect Core 1.0 §5.4 and §11: these name claims and a refresh token, and belong to no resource.
    private static readonly string[] Oidc = { "openid", "profile", "email", "offline_access" };

    /// <summary>
    /// What a person's sign-in asks for: IMAP and SMTP at the mail resource, and <c>email</c> for the id_token's claim.
    /// MSAL adds openid, profile and offline_access.
    /// </summary>
    public static string[] Delegated(CloudEndpoints cloud) =>
        new[] { Prefixed(cloud.MailResource, Imap), Prefixed(cloud.MailResource, Smtp), "email" };

    /// <summary>What a service without a person asks for; the permissions are those consented to the app.</summary>
    public static string[] AppOnly(CloudEndpoints cloud) => new[] { Prefixed(cloud.AppOnlyResource, ".default") };

    /// <summary>A Graph permission as a scope, for example <c>https://graph.microsoft.com/User.Read</c>.</summary>
    /// <exception cref="InvalidOperationException">This cloud has no Graph.</exception>
    public static string[] Graph(CloudEndpoints cloud, params string[] permissions) =>
        cloud.Graph is { } graph
            ? permissions.Select(p => Prefixed(graph, p)).ToArray()
            : throw new InvalidOperationException("There is no Microsoft Graph at this authority.");

    /// <summary>A scope without its resource: <c>https://outlook.office.com/SMTP.Send</c> becomes <c>SMTP.Send</c>.</summary>
    public static string WithoutResource(string scope)
    {
        var slash = scope.LastIndexOf('/');
        return slash < 0 ? scope : scope.Substring(slash + 1);
    }

    /// <summary>True for openid, profile, email and offline_access.</summary>
    public static bool IsOidc(string scope) => Oidc.Contains(scope, StringComparer.OrdinalIgnoreCase);

    // MSAL looks for a cached token that carries every scope asked for but its three reserved ones, and Entra's answer
    // never lists `email` for a mail token: asked silently it would miss the cache each time.
    internal static IReadOnlyList<string> OfResource(IEnumerable<string> scopes) => scopes.Where(s => !IsOidc(s)).ToArray();

    private static string Prefixed(string resource, string permission) => resource.TrimEnd('/') + "/" + permission;
}
