using System;

namespace OutlookMail.Client;

/// <summary>A certificate with its private key in the store. Pfx is a secret.</summary>
internal sealed class KeptCertificate
{
    /// <summary>Graph's id of the key.</summary>
    public string? KeyId { get; set; }

    public string? DisplayName { get; set; }

    /// <summary>SHA-1, in hexadecimal.</summary>
    public string Thumbprint { get; set; } = "";

    /// <summary>PKCS #12 without a password, in base64; empty for one that stays in the system's certificate store.</summary>
    public string Pfx { get; set; } = "";

    public DateTimeOffset? EndsOn { get; set; }

    public override string ToString() => Thumbprint;
}
