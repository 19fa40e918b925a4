using System;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>passwordCredential</c>: a client secret.</summary>
public sealed class GraphPassword
{
    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("startDateTime")]
    public DateTimeOffset? StartDateTime { get; set; }

    [JsonPropertyName("endDateTime")]
    public DateTimeOffset? EndDateTime { get; set; }

    /// <summary>The portal's Secret ID. It only serves to remove the secret.</summary>
    [JsonPropertyName("keyId")]
    public string? KeyId { get; set; }

    /// <summary>The first three characters of the value.</summary>
    [JsonPropertyName("hint")]
    public string? Hint { get; set; }

    /// <summary>The portal's Value: a secret. Only the answer of addPassword holds it, and only once.</summary>
    [JsonPropertyName("secretText")]
    public string? SecretText { get; set; }

    public override string ToString() => $"{DisplayName ?? KeyId} until {EndDateTime:u}";
}
