using System;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>keyCredential</c>: a certificate, its public part only.</summary>
public sealed class GraphKey
{
    [JsonPropertyName("keyId")]
    public string? KeyId { get; set; }

    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("type")]
    public string Type { get; set; } = "AsymmetricX509Cert";

    [JsonPropertyName("usage")]
    public string Usage { get; set; } = "Verify";

    /// <summary>The certificate, DER in base64. Graph shows it only when keyCredentials are selected by name.</summary>
    [JsonPropertyName("key")]
    public string? Key { get; set; }

    [JsonPropertyName("startDateTime")]
    public DateTimeOffset? StartDateTime { get; set; }

    [JsonPropertyName("endDateTime")]
    public DateTimeOffset? EndDateTime { get; set; }

    /// <summary>The certificate's SHA-1 thumbprint, base64.</summary>
    [JsonPropertyName("customKeyIdentifier")]
    public string? CustomKeyIdentifier { get; set; }
}
