using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>conditionalAccessConditionSet</c>.</summary>
public sealed class GraphAccessConditions
{
    [JsonPropertyName("authenticationFlows")]
    public GraphAuthenticationFlows? AuthenticationFlows { get; set; }
}
