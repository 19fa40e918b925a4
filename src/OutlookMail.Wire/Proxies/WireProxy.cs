using System;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire.Shims;

namespace OutlookMail.Wire;

/// <summary>A proxy that a connection goes through. What it carries is TLS with the server: it sees names and lengths.</summary>
public sealed class WireProxy
{
    /// <summary>Straight to the server.</summary>
    public static readonly WireProxy None = new(WireProxyKind.None, string.Empty, 0, null, null);

    private WireProxy(WireProxyKind kind, string host, int port, string? user, string? password)
    {
        Kind = kind;
        Host = host;
        Port = port;
        User = user;
        Password = password;
    }

    public WireProxyKind Kind { get; }

    public string Host { get; }

    public int Port { get; }

    /// <summary>Null when the proxy asks for no name.</summary>
    public string? User { get; }

    internal string? Password { get; }

    /// <param name="address"><c>http://[user:password@]host:port</c> or <c>socks5://[user:password@]host[:1080]</c>
    /// (socks5h means the same here). A user and password are percent-encoded.</param>
    /// <exception cref="ArgumentException">It is neither. The message does not repeat it: it may hold a password.</exception>
    public static WireProxy Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0 || uri.AbsolutePath.Length > 1)
        {
            throw new ArgumentException("A proxy is written as http://host:port or socks5://host:port.", nameof(address));
        }

        WireProxyKind kind = uri.Scheme switch
        {
            "http" => WireProxyKind.Http,
            "socks5" or "socks5h" => WireProxyKind.Socks5,
            _ => throw new ArgumentException("Only http and socks5 proxies are known, not " + uri.Scheme + ".", nameof(address)),
        };
        string[] credentials = uri.UserInfo.Split([':'], 2);
        string? user = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(credentials[0]);
        string? password = user is null ? null : credentials.Length > 1 ? Uri.UnescapeDataString(credentials[1]) : string.Empty;
        // RFC 1929 §2 counts both in one octet; RFC 7617 §2 forbids the colon in the name.
        if (user is not null && (kind == WireProxyKind.Socks5 ? Socks5.IsTooLong(user) || Socks5.IsTooLong(password!) : user.IndexOf(':') >= 0))
        {
            throw new ArgumentException("This proxy cannot take such a user name or password.", nameof(address));
        }

        int port = uri.Port > 0 ? uri.Port : kind == WireProxyKind.Http ? 80 : 1080;
        return new WireProxy(kind, uri.DnsSafeHost, port, user, password);
    }

    /// <summary>The proxy that OUTLOOKMAIL_PROXY or else ALL_PROXY names, unless NO_PROXY exempts the server. A loopback
    /// server never takes one. HTTPS_PROXY is not looked at: it is for HTTPS, and seldom lets other ports through.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="ArgumentException">The variable holds no proxy address.</exception>
    public static WireProxy? FromEnvironment(string serverHost, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(serverHost);
        ArgumentNullException.ThrowIfNull(variable);
        string? address = First(variable, "OUTLOOKMAIL_PROXY", "ALL_PROXY", "all_proxy");
        return address is null || ProxyExemptions.Covers(First(variable, "NO_PROXY", "no_proxy"), serverHost) ? null : Parse(address);
    }

    /// <summary>Kind, host and port; never the credentials.</summary>
    public override string ToString() => Kind == WireProxyKind.None ? "none" : string.Format(
        CultureInfo.InvariantCulture, "{0}://{1}:{2}", Kind == WireProxyKind.Http ? "http" : "socks5", Host, Port);

    /// <summary>A stream to the server, through the proxy.</summary>
    /// <exception cref="ConnectionBrokenException">The proxy could not be reached.</exception>
    /// <exception cref="ProxyRefusedException">It does not make the connection.</exception>
    internal async Task<Stream> ConnectAsync(WireEndpoint server, CancellationToken cancellationToken)
    {
        Stream stream;
        try
        {
            stream = await TcpClientSocket.ConnectAsync(Host, Port, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new ConnectionBrokenException($"No connection to the proxy {this}: {e.SocketErrorCode}.", e);
        }

        try
        {
            // The handshake has no cancellation of its own on every flavour: closing the stream ends it.
            using CancellationTokenRegistration registration = cancellationToken.Register(static s => ((Stream)s!).Dispose(), stream);
            await (Kind == WireProxyKind.Http
                ? HttpConnect.RunAsync(stream, this, server)
                : Socks5.RunAsync(stream, this, server)).ConfigureAwait(false);
            return stream;
        }
        catch (Exception e)
        {
            stream.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (e is ConnectionBrokenException)
            {
                throw;
            }

            throw new ConnectionBrokenException($"The proxy {this} was lost before it had connected.", e);
        }
    }

    private static string? First(Func<string, string?> variable, params string[] names)
    {
        foreach (string name in names)
        {
            if (variable(name) is { Length: > 0 } value)
            {
                return value;
            }
        }

        return null;
    }
}
