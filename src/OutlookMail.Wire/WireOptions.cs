using System;
using System.Security.Cryptography.X509Certificates;

namespace OutlookMail.Wire;

public sealed class WireOptions
{
    /// <summary>Exchange may think for a minute before it answers a SEARCH in a large folder.</summary>
    public static readonly TimeSpan DefaultResponseTimeout = TimeSpan.FromMinutes(2);

    /// <summary>When given, the only root this connection trusts. Chain and name are checked either way.</summary>
    public X509Certificate2? CertificateAuthority { get; init; }

    /// <summary>For TCP and TLS together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>No octet from the server, or none taken by it, in this time breaks the connection.</summary>
    public TimeSpan ResponseTimeout { get; init; } = DefaultResponseTimeout;

    /// <summary>Null: the one the environment names (<see cref="WireProxy.FromEnvironment"/>), or none.</summary>
    public WireProxy? Proxy { get; init; }

    public WireTrace? Trace { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
