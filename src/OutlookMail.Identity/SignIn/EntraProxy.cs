using System;
using System.Net;

namespace OutlookMail.Identity;

/// <summary>The proxy that sign-in and Graph go through. What it carries is TLS with the server: it sees names and lengths.</summary>
public sealed class EntraProxy : IWebProxy
{
    private readonly Uri? address;

    private EntraProxy(Uri? address, ICredentials? credentials)
    {
        this.address = address;
        Credentials = credentials;
    }

    /// <summary>Straight to the server, whatever the machine's settings say.</summary>
    public static EntraProxy None { get; } = new(null, null);

    /// <summary>User name and password for the proxy itself; null when it asks for none.</summary>
    public ICredentials? Credentials { get; set; }

    /// <param name="address"><c>http://[user:password@]host:port</c> or <c>socks5://[user:password@]host:port</c>; both parts percent-encoded.</param>
    /// <exception cref="SignInException">InvalidSettings: it is neither. The message does not repeat it: it may hold a password.</exception>
    public static EntraProxy Parse(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("http" or "socks5" or "socks5h"))
        {
            throw SignInException.InvalidSettings("invalid_proxy", "A proxy is written as http://host:port or socks5://host:port.");
        }

        // .NET has one name for SOCKS5, and lets the proxy resolve names by it.
        var plain = new UriBuilder(uri.Scheme == "http" ? "http" : "socks5", uri.Host, uri.Port).Uri;
        var credentials = uri.UserInfo.Split(new[] { ':' }, 2);
        return new EntraProxy(plain, uri.UserInfo.Length == 0
            ? null
            : new NetworkCredential(Uri.UnescapeDataString(credentials[0]), credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : ""));
    }

    public Uri? GetProxy(Uri destination) => address;

    public bool IsBypassed(Uri host) => address is null;

    /// <summary>Scheme, host and port; never the credentials.</summary>
    public override string ToString() => address?.GetLeftPart(UriPartial.Authority) ?? "none";
}
