using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>The body of POST /applications/{id}/addPassword.</summary>
internal sealed class AddPasswordRequest
{
    [JsonPropertyName("passwordCredential")]
    public GraphPassword PasswordCredential { get; set; } = new();
}
