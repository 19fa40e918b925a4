using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// Graph's <c>application</c>, as far as mail needs it. What is null is not sent: in a PATCH it stays as it is
/// (learn.microsoft.com/graph/api/resources/application).
/// </summary>
public sealed class GraphApplication
{
    /// <summary>The object id, which addresses use. Not the client id.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; set; }

    /// <summary>The application (client) id, which sign-ins use.</summary>
    [JsonPropertyName("appId")]
    public string? AppId { get; set; }

    [JsonPropertyName("displayName")]
    public string? DisplayName { get; set; }

    [JsonPropertyName("signInAudience")]
    public string? SignInAudience { get; set; }

    /// <summary>The portal's "Allow public client flows": what device code needs.</summary>
    [JsonPropertyName("isFallbackPublicClient")]
    public bool? IsFallbackPublicClient { get; set; }

    [JsonPropertyName("publicClient")]
    public GraphRedirects? PublicClient { get; set; }

    [JsonPropertyName("web")]
    public GraphRedirects? Web { get; set; }

    [JsonPropertyName("api")]
    public GraphApi? Api { get; set; }

    [JsonPropertyName("requiredResourceAccess")]
    public List<GraphResourceAccessList>? RequiredResourceAccess { get; set; }

    [JsonPropertyName("passwordCredentials")]
    public List<GraphPassword>? PasswordCredentials { get; set; }

    [JsonPropertyName("keyCredentials")]
    public List<GraphKey>? KeyCredentials { get; set; }

    [JsonPropertyName("createdDateTime")]
    public DateTimeOffset? CreatedDateTime { get; set; }
}
