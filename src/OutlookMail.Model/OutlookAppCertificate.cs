using System;

namespace OutlookMail.Model;

/// <summary>A certificate of an app, as Entra lists it. It holds no private key.</summary>
public sealed class OutlookAppCertificate
{
    public OutlookAppCertificate(string clientId, string keyId)
    {
        ClientId = clientId;
        KeyId = keyId;
    }

    public string ClientId { get; }

    /// <summary>Entra's id of the entry, by which it is removed.</summary>
    public string KeyId { get; }

    public string? DisplayName { get; set; }

    /// <summary>SHA-1 in hexadecimal; null when Entra did not show the certificate itself.</summary>
    public string? Thumbprint { get; set; }

    public DateTimeOffset? StartsOn { get; set; }

    public DateTimeOffset? EndsOn { get; set; }

    /// <summary>Whole days until it ends, as of when it was read; negative when it has ended.</summary>
    public int? DaysLeft { get; set; }

    /// <summary>Whether this module keeps its private key, or knows it in the system's store.</summary>
    public bool IsStored { get; set; }

    public override string ToString() => $"{DisplayName ?? KeyId} until {EndsOn:yyyy-MM-dd}";
}
