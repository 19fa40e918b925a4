using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>conditionalAccessGrantControls</c>.</summary>
public sealed class GraphAccessControls
{
    [JsonPropertyName("builtInControls")]
    public List<string>? BuiltInControls { get; set; }
}
