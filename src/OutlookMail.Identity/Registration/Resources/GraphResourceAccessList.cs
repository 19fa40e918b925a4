using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>requiredResourceAccess</c>: what an app declares to need of one API.</summary>
public sealed class GraphResourceAccessList
{
    [JsonPropertyName("resourceAppId")]
    public string ResourceAppId { get; set; } = "";

    [JsonPropertyName("resourceAccess")]
    public List<GraphResourceAccess> ResourceAccess { get; set; } = new();
}
