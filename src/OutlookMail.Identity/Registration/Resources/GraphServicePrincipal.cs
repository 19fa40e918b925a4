using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>servicePrincipal</c>: an app's or API's presence in the tenant ("Enterprise application").</summary>
public sealed class GraphServicePrincipal
{
    /// <summary>The object id. Consents and Exchange's New-ServicePrincipal mean this one, never the registration's.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("appId")]
    public string? AppId { get; set; }

    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    /// <summary>The application permissions that this API offers.</summary>
    [JsonPropertyName("appRoles")]
    public List<GraphPermission>? AppRoles { get; set; }

    /// <summary>The delegated permissions that this API offers.</summary>
    [JsonPropertyName("oauth2PermissionScopes")]
    public List<GraphPermission>? Scopes { get; set; }
}
