using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>resourceAccess</c>: one declared permission.</summary>
public sealed class GraphResourceAccess
{
    public const string Delegated = "Scope";
    public const string Application = "Role";

    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    /// <summary>Scope for a delegated permission, Role for an application permission.</summary>
    [JsonPropertyName("type")]
    public string Type { get; set; } = Delegated;
}
