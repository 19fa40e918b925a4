using System;
using System.Globalization;
using System.Net;

namespace OutlookMail.Wire;

public sealed class WireEndpoint
{
    public WireEndpoint(string host, int port, TlsMode tls)
    {
        if (string.IsNullOrEmpty(host) || host.AsSpan().IndexOfAny("\r\n\0 ".AsSpan()) >= 0)
        {
            throw new ArgumentException("A host name without spaces or line ends is needed.", nameof(host));
        }

        if (port is < 1 or > 65535)
        {
            throw new ArgumentOutOfRangeException(nameof(port), port, "A port is between 1 and 65535.");
        }

        Host = host;
        Port = port;
        Tls = tls;
    }

    public string Host { get; }

    public int Port { get; }

    public TlsMode Tls { get; }

    /// <summary>On this machine, by its name or address.</summary>
    public bool IsLoopback => Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}:{1}", Host, Port);
}
