using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>What Graph and Exchange Online offer in this tenant, by name. Ids differ between clouds, so the tenant is asked.</summary>
public sealed class PermissionCatalogue
{
    private readonly Dictionary<string, GraphServicePrincipal?> apis;

    private PermissionCatalogue(GraphServicePrincipal? graph, GraphServicePrincipal? exchange) =>
        apis = new Dictionary<string, GraphServicePrincipal?> { [ApiIds.Graph] = graph, [ApiIds.ExchangeOnline] = exchange };

    /// <summary>The known ids alone, for work without a tenant.</summary>
    public static PermissionCatalogue Offline { get; } = new(null, null);

    public static async Task<PermissionCatalogue> ReadAsync(ServicePrincipals principals, CancellationToken ct) => new(
        await principals.FindApiAsync(ApiIds.Graph, ct).ConfigureAwait(false),
        await principals.FindApiAsync(ApiIds.ExchangeOnline, ct).ConfigureAwait(false));

    /// <returns>Null when the tenant has no such API, or was not asked.</returns>
    public GraphServicePrincipal? Api(string appId) => apis.TryGetValue(appId, out var api) ? api : null;

    /// <summary>Finds permissions by name. Doubles are folded, whatever their case.</summary>
    /// <param name="names">As people write them; a resource prefix is taken off.</param>
    /// <param name="appOnly">Which kind a name means that exists as both.</param>
    /// <exception cref="RegistrationException">PermissionUnknown.</exception>
    public IReadOnlyList<ApiPermission> Resolve(IEnumerable<string> names, bool appOnly)
    {
        var found = new List<ApiPermission>();
        foreach (var name in names.Select(n => MailScopes.WithoutResource(n.Trim())).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            found.Add(Find(name, appOnly) ?? throw Unknown(name));
        }

        return found;
    }

    /// <summary>The same delegated permission at Exchange Online, whose tokens IMAP and SMTP take. Null for one that only Graph has.</summary>
    public ApiPermission? AtExchange(ApiPermission permission) =>
        IsMailProtocol(permission.Value) ? Find(ApiIds.ExchangeOnline, permission.Type, permission.Value) : null;

    /// <summary>A declared id, in words as far as it is known.</summary>
    public string Describe(string apiAppId, GraphResourceAccess access) =>
        new ApiPermission(NameOf(apiAppId, access), access.Id, access.Type, apiAppId).ToString();

    /// <summary>A declared permission's name; its id where nobody knows it.</summary>
    public string NameOf(string apiAppId, GraphResourceAccess access)
    {
        var offered = access.Type == GraphResourceAccess.Application ? Api(apiAppId)?.AppRoles : Api(apiAppId)?.Scopes;
        return offered?.FirstOrDefault(p => string.Equals(p.Id, access.Id, StringComparison.OrdinalIgnoreCase))?.Value ?? KnownPermissions.FindById(apiAppId, access.Id)?.Value ?? access.Id;
    }

    /// <summary>The application permission that a consent is for; null where its API is not known.</summary>
    public string? NameOfRole(GraphRoleAssignment role) => apis.Values
        .FirstOrDefault(api => string.Equals(api?.Id, role.ResourceId, StringComparison.OrdinalIgnoreCase))?
        .AppRoles?.FirstOrDefault(r => string.Equals(r.Id, role.AppRoleId, StringComparison.OrdinalIgnoreCase))?.Value;

    // The portal lists IMAP and SMTP under Graph for people, and only under Exchange Online for apps.
    private ApiPermission? Find(string name, bool appOnly)
    {
        var first = appOnly ? GraphResourceAccess.Application : GraphResourceAccess.Delegated;
        var second = appOnly ? GraphResourceAccess.Delegated : GraphResourceAccess.Application;
        return Find(ApiIds.Graph, first, name) ?? Find(ApiIds.ExchangeOnline, first, name) ?? Find(ApiIds.Graph, second, name) ?? Find(ApiIds.ExchangeOnline, second, name);
    }

    private ApiPermission? Find(string apiAppId, string type, string name)
    {
        if (Api(apiAppId) is not { } api)
        {
            return KnownPermissions.Find(apiAppId, type, name);
        }

        var offered = type == GraphResourceAccess.Application ? api.AppRoles : api.Scopes;
        return offered?.FirstOrDefault(p => string.Equals(p.Value, name, StringComparison.OrdinalIgnoreCase) && p.IsEnabled != false) is { } live
            ? new ApiPermission(live.Value!, live.Id, type, apiAppId)
            : null;
    }

    private static bool IsMailProtocol(string value) =>
        value.StartsWith("IMAP.", StringComparison.OrdinalIgnoreCase) || value.StartsWith("POP.", StringComparison.OrdinalIgnoreCase) || value.StartsWith("SMTP.", StringComparison.OrdinalIgnoreCase);

    private static RegistrationException Unknown(string name) => new(
        RegistrationFailure.PermissionUnknown,
        $"Neither Microsoft Graph nor Office 365 Exchange Online offers a permission named '{name}'.",
        new[] { name });
}
