using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>federatedIdentityCredential</c>: whose outside tokens an app takes in the place of a secret.</summary>
public sealed class GraphFederatedCredential
{
    /// <summary>The audience that Microsoft recommends for outside tokens.</summary>
    public const string DefaultAudience = "api://AzureADTokenExchange";

    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("name")]
    public string? Name { get; set; }

    [JsonPropertyName("issuer")]
    public string? Issuer { get; set; }

    /// <summary>Compared letter by letter with the outside token's sub.</summary>
    [JsonPropertyName("subject")]
    public string? Subject { get; set; }

    [JsonPropertyName("audiences")]
    public List<string>? Audiences { get; set; }

    [JsonPropertyName("description")]
    public string? Description { get; set; }
}
