using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>authorizationPolicy</c>: what people of the tenant may do by default.</summary>
public sealed class GraphAuthorizationPolicy
{
    [JsonPropertyName("defaultUserRolePermissions")]
    public GraphDefaultUserRole? DefaultUserRole { get; set; }
}
