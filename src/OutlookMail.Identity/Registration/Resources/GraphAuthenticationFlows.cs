using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>conditionalAccessAuthenticationFlows</c>.</summary>
public sealed class GraphAuthenticationFlows
{
    /// <summary>One or both of deviceCodeFlow and authenticationTransfer, joined by a comma.</summary>
    [JsonPropertyName("transferMethods")]
    public string? TransferMethods { get; set; }
}
