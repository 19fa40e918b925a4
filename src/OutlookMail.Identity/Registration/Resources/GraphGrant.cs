using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>Graph's <c>oAuth2PermissionGrant</c>: a consent to delegated permissions. All ids are service principals' object ids.</summary>
public sealed class GraphGrant
{
    public const string Everybody = "AllPrincipals";
    public const string OneUser = "Principal";

    [JsonPropertyName("id")]
    public string? Id { get; set; }

    [JsonPropertyName("clientId")]
    public string? ClientId { get; set; }

    [JsonPropertyName("consentType")]
    public string? ConsentType { get; set; }

    /// <summary>The user who consented; null for everybody.</summary>
    [JsonPropertyName("principalId")]
    public string? PrincipalId { get; set; }

    [JsonPropertyName("resourceId")]
    public string? ResourceId { get; set; }

    /// <summary>Permission names, separated by spaces; Graph's answers can begin with one.</summary>
    [JsonPropertyName("scope")]
    public string? Scope { get; set; }

    [JsonIgnore]
    public IReadOnlyList<string> Scopes => (Scope ?? "").Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
}
