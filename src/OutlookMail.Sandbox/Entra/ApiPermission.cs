using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Sandbox.Entra;

/// <summary>A permission that a resource publishes.</summary>
/// <param name="Value">Its name in scopes and roles, for example <c>IMAP.AccessAsUser.All</c>.</param>
/// <param name="NeedsAdmin">Whether only an administrator can consent to it.</param>
internal sealed record ApiPermission(string Value, Guid Id, bool NeedsAdmin);

/// <summary>An API that tokens are issued for, as the tenant's catalogue lists it.</summary>
internal sealed class ApiResource
{
    public required Guid AppId { get; init; }

    public required string DisplayName { get; init; }

    /// <summary>Every identifier that a scope may begin with; the first one is the API's own.</summary>
    public required IReadOnlyList<string> Identifiers { get; init; }

    /// <summary>Delegated permissions (oauth2PermissionScopes).</summary>
    public required IReadOnlyList<ApiPermission> Scopes { get; init; }

    /// <summary>Application permissions (appRoles).</summary>
    public required IReadOnlyList<ApiPermission> Roles { get; init; }

    public ApiPermission? FindScope(string value) => Scopes.FirstOrDefault(s => s.Value.Equals(value, StringComparison.OrdinalIgnoreCase));
}
