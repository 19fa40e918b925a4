using System;
using System.Collections.Generic;

namespace OutlookMail.Identity;

/// <summary>A token endpoint's answer (RFC 6749 §5.1).</summary>
public sealed class TokenAnswer
{
    internal TokenAnswer(string accessToken, DateTimeOffset expiresOn, IReadOnlyList<string> scopes)
    {
        AccessToken = accessToken;
        ExpiresOn = expiresOn;
        Scopes = scopes;
    }

    /// <summary>A secret. It can be opaque: nothing may be read out of it.</summary>
    public string AccessToken { get; }

    public DateTimeOffset ExpiresOn { get; }

    /// <summary>The answer's <c>scope</c>, each with its resource prefix as the server wrote it.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>The login name; empty for an app-only token or when the server names nobody.</summary>
    public string Username { get; internal set; } = "";

    /// <summary><c>{oid}.{tid}</c>; empty for an app-only token.</summary>
    public string HomeAccountId { get; internal set; } = "";

    public string? TenantId { get; internal set; }

    /// <summary>Claims of the id_token that came with the answer; several values of one claim are joined by a space.</summary>
    public IReadOnlyDictionary<string, string> IdTokenClaims { get; internal set; } = new Dictionary<string, string>();

    /// <summary>True when no server was asked.</summary>
    public bool FromCache { get; internal set; }

    public override string ToString() => $"token of {(Username.Length > 0 ? Username : "an app")} until {ExpiresOn:u}";
}
