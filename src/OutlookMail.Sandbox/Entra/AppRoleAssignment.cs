using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>An application permission given to an app (Graph: <c>appRoleAssignment</c>).</summary>
internal sealed class AppRoleAssignment
{
    public string Id { get; init; } = Guid.NewGuid().ToString("N");

    /// <summary>The client's service principal object id.</summary>
    public required Guid PrincipalId { get; init; }

    /// <summary>The resource's service principal object id.</summary>
    public required Guid ResourceId { get; init; }

    public required Guid AppRoleId { get; init; }

    public DateTimeOffset CreatedOn { get; init; }
}
