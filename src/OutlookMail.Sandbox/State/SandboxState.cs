using System;
using System.Collections.Generic;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Exchange.Administration;

namespace OutlookMail.Sandbox.State;

/// <summary>Everything of a sandbox but its mail, as it is kept on disk. Secrets and refresh tokens are in it as hashes only.</summary>
internal sealed class SandboxState
{
    /// <summary>Grows when the form changes; another number is not read.</summary>
    public const int Version = 1;

    public int Form { get; init; } = Version;

    public required Guid TenantId { get; init; }

    public required string Domain { get; init; }

    public required Guid DefaultAppId { get; init; }

    public TimeSpan ClockOffset { get; init; }

    public List<UserState> Users { get; init; } = [];

    public List<AppRegistration> Apps { get; init; } = [];

    public List<ServicePrincipal> ServicePrincipals { get; init; } = [];

    public List<DelegatedGrant> Grants { get; init; } = [];

    public List<AppRoleAssignment> RoleAssignments { get; init; } = [];

    public List<RefreshState> RefreshTokens { get; init; } = [];

    public ExchangeState? Exchange { get; set; }
}

internal sealed record UserState(string Address, string DisplayName, bool IsAdministrator, bool IsEnabled, string? Email);

/// <param name="Hash">SHA-256 of the token, base64.</param>
internal sealed record RefreshState(string Hash, string User, Guid AppId, DateTimeOffset SignedInOn, DateTimeOffset ExpiresOn, bool ByDeviceCode, bool HasMfa, bool ByWebApp);
