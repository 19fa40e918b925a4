using System;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Mime;

/// <summary>How a signer's certificate is checked. By default nothing is fetched from anywhere.</summary>
public sealed class SmimeTrustOptions
{
    /// <summary>Authorities trusted instead of the machine's; empty: the machine's.</summary>
    public X509Certificate2Collection Authorities { get; } = new();

    /// <summary>Lets the check fetch missing certificates and revocation lists, from addresses the signer chose.</summary>
    public bool AllowNetwork { get; set; }

    /// <summary>The time to check for; null: now.</summary>
    public DateTimeOffset? At { get; set; }
}
