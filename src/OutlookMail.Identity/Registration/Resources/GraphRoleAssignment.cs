using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>appRoleAssignment</c>: a consent to one application permission. All ids are service principals' object ids.</summary>
public sealed class GraphRoleAssignment
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("principalId")]
    public string? PrincipalId { get; set; }

    [JsonPropertyName("resourceId")]
    public string? ResourceId { get; set; }

    [JsonPropertyName("appRoleId")]
    public string? AppRoleId { get; set; }
}
