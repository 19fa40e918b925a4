using System;

namespace OutlookMail.Sandbox;

/// <summary>The tenant's Conditional Access rules, each as a switch. They are looked at whenever a token is about to be issued.</summary>
public sealed class SandboxConditionalAccess
{
    /// <summary>Nobody gets a token: AADSTS53003.</summary>
    public bool BlockAll { get; set; }

    /// <summary>Authentication flows → device code flow: AADSTS53003, also for the refresh of a session that began by device code.</summary>
    public bool BlockDeviceCode { get; set; }

    /// <summary>A compliant device is demanded: AADSTS530033 in the device flow, AADSTS53000 elsewhere.</summary>
    public bool RequireManagedDevice { get; set; }

    /// <summary>Sessions that began before this was switched on meet AADSTS50076 until somebody signs in again.</summary>
    public bool RequireMfa { get; set; }

    /// <summary>A session older than this cannot be refreshed: AADSTS70043.</summary>
    public TimeSpan? SignInFrequency { get; set; }

    /// <summary>Security defaults: SMTP AUTH is refused with 535 5.7.139 "…locked by your organization's security defaults policy".</summary>
    public bool SecurityDefaults { get; set; }
}
