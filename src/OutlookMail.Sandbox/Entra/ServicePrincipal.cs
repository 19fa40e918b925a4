using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>An app's presence in the tenant ("Enterprise application"): consents hang on its object id.</summary>
internal sealed class ServicePrincipal
{
    public Guid ObjectId { get; init; } = Guid.NewGuid();

    public required Guid AppId { get; init; }

    public required string DisplayName { get; init; }

    public DateTimeOffset CreatedOn { get; init; }
}
