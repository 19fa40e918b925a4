using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>The body of POST /applications/{id}/removePassword.</summary>
internal sealed class RemovePasswordRequest
{
    [JsonPropertyName("keyId")]
    public string KeyId { get; set; } = "";
}
