using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>appRole</c> or <c>permissionScope</c>: a permission that an API offers.</summary>
public sealed class GraphPermission
{
    [JsonPropertyName("id")]
    public string Id { get; set; } = "";

    /// <summary>The name, for example IMAP.AccessAsUser.All.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; set; }

    [JsonPropertyName("isEnabled")]
    public bool? IsEnabled { get; set; }

    /// <summary>User or Admin, for delegated permissions: who may consent.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; set; }
}
