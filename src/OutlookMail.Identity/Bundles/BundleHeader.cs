using System;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity;

/// <summary>The open part of a sealed session: what it is sealed with and until when it may be opened. Changing it breaks the seal.</summary>
public sealed class BundleHeader
{
    internal const string FormatName = "outlookmail-session";
    internal const int CurrentVersion = 1;
    internal const string Aes256Gcm = "AES-256-GCM";

    [JsonPropertyName("format")]
    public string Format { get; set; } = "";

    [JsonPropertyName("version")]
    public int Version { get; set; }

    [JsonPropertyName("id")]
    public Guid Id { get; set; }

    [JsonPropertyName("created")]
    public DateTimeOffset CreatedOn { get; set; }

    [JsonPropertyName("expires")]
    public DateTimeOffset ExpiresOn { get; set; }

    /// <summary>PassPhrase, KeyFile or Certificate.</summary>
    [JsonPropertyName("key")]
    public string KeyKind { get; set; } = "";

    /// <summary>PBKDF2-HMAC-SHA256 or RSA-OAEP-SHA256; null for a key that is used as it is.</summary>
    [JsonPropertyName("algorithm")]
    public string? Algorithm { get; set; }

    [JsonPropertyName("cipher")]
    public string Cipher { get; set; } = "";

    [JsonPropertyName("iterations")]
    public int? Iterations { get; set; }

    /// <summary>Base64 of 16 random octets.</summary>
    [JsonPropertyName("salt")]
    public string? Salt { get; set; }

    /// <summary>Base64 of the content's key, encrypted to the certificate.</summary>
    [JsonPropertyName("wrappedKey")]
    public string? WrappedKey { get; set; }

    /// <summary>A file that lists the ids of bundles that must no longer be opened; null for none.</summary>
    [JsonPropertyName("revocation")]
    public string? RevocationList { get; set; }

    [JsonPropertyName("thumbprint")]
    public string? Thumbprint { get; set; }
}
