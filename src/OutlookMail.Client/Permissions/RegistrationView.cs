using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Identity.Registration;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>What Microsoft Graph shows of an app and its tenant. What it does not show is null, and <see cref="Unseen"/> says why.</summary>
internal sealed class RegistrationView
{
    private readonly Dictionary<string, string> unseen = new();

    public GraphApplication? Application { get; set; }

    /// <summary>True when Graph was read and has no such registration: the app is gone, or another tenant's.</summary>
    public bool IsMissing { get; set; }

    public GraphServicePrincipal? Principal { get; set; }

    public PermissionCatalogue Catalogue { get; set; } = PermissionCatalogue.Offline;

    public IReadOnlyList<GraphGrant>? Grants { get; set; }

    public IReadOnlyList<GraphRoleAssignment>? Roles { get; set; }

    public bool? UsersMayConsent { get; set; }

    /// <summary>Names of policies that stop device codes.</summary>
    public IReadOnlyList<string>? PoliciesAgainstDeviceCode { get; set; }

    /// <summary>What could not be seen, and what would show it.</summary>
    public IReadOnlyDictionary<string, string> Unseen => unseen;

    public void CouldNotSee(string what, string why) => unseen[what] = why;

    /// <summary>Whether the registration declares a permission, at whichever API it may stand; null when it cannot be seen.</summary>
    public bool? Declares(string permission, bool appOnly)
    {
        if (Application is null)
        {
            return null;
        }

        var type = appOnly ? GraphResourceAccess.Application : GraphResourceAccess.Delegated;
        return (Application.RequiredResourceAccess ?? new List<GraphResourceAccessList>())
            .SelectMany(api => api.ResourceAccess.Select(access => (Access: access, Name: Catalogue.NameOf(api.ResourceAppId, access))))
            .Any(d => d.Access.Type == type && Same(d.Name, permission));
    }

    /// <summary>Whether there is a consent that covers this person; null when it cannot be seen.</summary>
    /// <param name="permission">A delegated permission, without its resource.</param>
    /// <param name="userId">The person's object id; null counts only what is consented for everybody.</param>
    public bool? IsConsented(string permission, string? userId)
    {
        if (Grants is null)
        {
            return null;
        }

        // A mail token is asked of Exchange Online, and a consent at Graph to the same name is none for it.
        var api = Catalogue.Api(IsOfExchange(permission) ? ApiIds.ExchangeOnline : ApiIds.Graph)?.Id;
        var ofApi = Grants.Where(g => (api is null || Same(g.ResourceId, api)) && g.Scopes.Contains(permission, StringComparer.OrdinalIgnoreCase)).ToArray();
        if (ofApi.Any(g => g.ConsentType == GraphGrant.Everybody || (userId is not null && Same(g.PrincipalId, userId))))
        {
            return true;
        }

        // Entra consents to OpenID Connect's own words along with the rest, and does not always write them down.
        return Identity.MailScopes.IsOidc(permission) || (userId is null && ofApi.Length > 0) ? null : false;
    }

    /// <summary>Whether an application permission is consented to; null when it cannot be seen.</summary>
    public bool? IsAssigned(string role)
    {
        if (Roles is null || Catalogue.Api(ApiIds.ExchangeOnline) is not { } exchange)
        {
            return null;
        }

        var id = exchange.AppRoles?.FirstOrDefault(r => Same(r.Value, role))?.Id ?? KnownPermissions.Find(ApiIds.ExchangeOnline, GraphResourceAccess.Application, role)?.Id;
        return Roles.Any(r => Same(r.ResourceId, exchange.Id) && Same(r.AppRoleId, id));
    }

    /// <summary>Names of all permissions that are declared or consented to.</summary>
    public IEnumerable<string> Held() =>
        (Application?.RequiredResourceAccess ?? new List<GraphResourceAccessList>()).SelectMany(api => api.ResourceAccess.Select(a => Catalogue.NameOf(api.ResourceAppId, a)))
        .Concat((Grants ?? Array.Empty<GraphGrant>()).SelectMany(g => g.Scopes))
        .Concat((Roles ?? Array.Empty<GraphRoleAssignment>()).Select(r => Catalogue.NameOfRole(r) ?? "").Where(n => n.Length > 0));

    private static bool IsOfExchange(string permission) =>
        permission.StartsWith("IMAP.", StringComparison.OrdinalIgnoreCase) || permission.StartsWith("SMTP.", StringComparison.OrdinalIgnoreCase) || permission.StartsWith("POP.", StringComparison.OrdinalIgnoreCase);

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
