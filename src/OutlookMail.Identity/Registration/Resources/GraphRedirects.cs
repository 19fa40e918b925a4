using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>The redirect addresses of one platform: <c>publicClient</c> or <c>web</c> of an application.</summary>
public sealed class GraphRedirects
{
    [JsonPropertyName("redirectUris")]
    public List<string>? RedirectUris { get; set; }
}
