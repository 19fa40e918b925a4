using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>directoryObject</c>, as an app's owner.</summary>
public sealed class GraphDirectoryObject
{
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("userPrincipalName")]
    public string? UserPrincipalName { get; set; }
}
