using System;
using System.Linq;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>conditionalAccessPolicy</c>, as far as a sign-in by device code can meet it.</summary>
public sealed class GraphAccessPolicy
{
    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    /// <summary>enabled, disabled or enabledForReportingButNotEnforced.</summary>
    [JsonPropertyName("state")]
    public string? State { get; set; }

    [JsonPropertyName("conditions")]
    public GraphAccessConditions? Conditions { get; set; }

    [JsonPropertyName("grantControls")]
    public GraphAccessControls? GrantControls { get; set; }

    /// <summary>Whether it is enforced and stops sign-ins by device code. Whom it concerns is not looked at.</summary>
    [JsonIgnore]
    public bool BlocksDeviceCode =>
        string.Equals(State, "enabled", StringComparison.OrdinalIgnoreCase)
        && Conditions?.AuthenticationFlows?.TransferMethods?.IndexOf("deviceCodeFlow", StringComparison.OrdinalIgnoreCase) >= 0
        && GrantControls?.BuiltInControls?.Contains("block", StringComparer.OrdinalIgnoreCase) == true;
}
