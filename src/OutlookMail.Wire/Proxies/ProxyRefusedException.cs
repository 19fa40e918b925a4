using System.Globalization;

namespace OutlookMail.Wire;

/// <summary>A proxy was reached and did not make the connection.</summary>
public sealed class ProxyRefusedException : ConnectionBrokenException
{
    internal ProxyRefusedException(WireProxy proxy, WireEndpoint server, int status, string reason)
        : base(string.Format(CultureInfo.InvariantCulture, "The proxy {0} did not connect to {1}: {2}", proxy, server, reason))
    {
        Status = status;
    }

    /// <summary>HTTP's status (407: it wants a user name) or SOCKS5's reply field (2: not allowed); -1 when the answer was none.</summary>
    public int Status { get; }
}
