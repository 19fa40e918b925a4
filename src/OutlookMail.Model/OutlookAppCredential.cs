using System;

namespace OutlookMail.Model;

/// <summary>An app that this module knows and can sign in with. The secret itself stays in the store.</summary>
public sealed class OutlookAppCredential
{
    public OutlookAppCredential(string clientId) => ClientId = clientId;

    public string ClientId { get; }

    public string? Name { get; set; }

    public string Tenant { get; set; } = "";

    /// <summary>Scheme and host of the authority it belongs to.</summary>
    public string Authority { get; set; } = "";

    public bool HasSecret { get; set; }

    /// <summary>The Secret ID of the stored secret; null when it was brought from elsewhere.</summary>
    public string? SecretKeyId { get; set; }

    public DateTimeOffset? SecretEndsOn { get; set; }

    /// <summary>Whole days until the stored secret ends; null when nobody knows.</summary>
    public int? DaysLeft { get; set; }

    public bool IsDefault { get; set; }

    public override string ToString() => $"{Name ?? ClientId}";
}
