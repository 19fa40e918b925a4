using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>A device-code sign-in on its way (RFC 8628).</summary>
internal sealed class DeviceCode
{
    public required string UserCode { get; init; }

    public required AppRegistration App { get; init; }

    public required TenantSegment Tenant { get; init; }

    public required ScopeRequest Scope { get; init; }

    public required DateTimeOffset ExpiresOn { get; init; }

    public DeviceCodeState State { get; set; }

    public SandboxUser? User { get; set; }

    /// <summary>What the tenant demanded when the person signed in, she did.</summary>
    public bool HasMfa { get; set; }
}

internal enum DeviceCodeState
{
    Pending,
    Approved,
    Declined,
    Redeemed,
}
