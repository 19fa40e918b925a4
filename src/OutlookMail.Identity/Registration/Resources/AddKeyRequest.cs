using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>The body of POST /applications/{id}/addKey.</summary>
internal sealed class AddKeyRequest
{
    [JsonPropertyName("keyCredential")]
    public GraphKey KeyCredential { get; set; } = new();

    // Graph wants the property to be there, as null, for a certificate without a private key.
    [JsonPropertyName("passwordCredential")]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public GraphPassword? PasswordCredential { get; set; }

    /// <summary>A JWT signed by a certificate that the app already has.</summary>
    [JsonPropertyName("proof")]
    public string Proof { get; set; } = "";
}
