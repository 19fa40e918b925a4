using System;
using System.Collections.Generic;

namespace OutlookMail.Sandbox.Entra;

/// <summary>A consent to delegated permissions (Graph: <c>oAuth2PermissionGrant</c>).</summary>
internal sealed class DelegatedGrant
{
    public string Id { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>The client's service principal object id.</summary>
    public required Guid ClientId { get; init; }

    /// <summary>The user who consented for herself; null: consented for everybody (AllPrincipals).</summary>
    public Guid? PrincipalId { get; init; }

    /// <summary>The resource's service principal object id.</summary>
    public required Guid ResourceId { get; init; }

    public HashSet<string> Scopes { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
