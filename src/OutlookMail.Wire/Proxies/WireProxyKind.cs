namespace OutlookMail.Wire;

public enum WireProxyKind
{
    /// <summary>No proxy, whatever the environment says.</summary>
    None,

    /// <summary>CONNECT, RFC 9110 §9.3.6.</summary>
    Http,

    /// <summary>RFC 1928; the proxy resolves the server's name.</summary>
    Socks5,
}
