using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>The <c>api</c> part of an application.</summary>
public sealed class GraphApi
{
    /// <summary>Must be 2 for the two audiences with personal accounts.</summary>
    [JsonPropertyName("requestedAccessTokenVersion")]
    public int? RequestedAccessTokenVersion { get; set; }
}
