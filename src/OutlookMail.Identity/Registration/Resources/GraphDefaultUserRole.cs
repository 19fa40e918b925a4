using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>defaultUserRolePermissions</c>.</summary>
public sealed class GraphDefaultUserRole
{
    // ManagePermissionGrantsForSelf.{policy}: people may consent for themselves, within that policy.
    private const string ForSelf = "ManagePermissionGrantsForSelf.";

    [JsonPropertyName("permissionGrantPoliciesAssigned")]
    public List<string>? ConsentPolicies { get; set; }

    [JsonIgnore]
    public bool MayConsent => ConsentPolicies?.Exists(p => p.StartsWith(ForSelf, StringComparison.OrdinalIgnoreCase)) == true;
}
