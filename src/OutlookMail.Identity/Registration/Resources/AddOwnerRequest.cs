using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>The body of POST /applications/{id}/owners/$ref.</summary>
internal sealed class AddOwnerRequest
{
    [JsonPropertyName("@odata.id")]
    public string Id { get; set; } = "";
}
