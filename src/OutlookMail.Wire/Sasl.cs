using System;
using System.Globalization;
using System.Text;

namespace OutlookMail.Wire;

/// <summary>Initial client responses of the two bearer-token mechanisms, before base64. They are secrets.</summary>
public static class Sasl
{
    /// <summary>The answer to OAUTHBEARER's error challenge (RFC 7628 §3.2.3): one kvsep.</summary>
    public static ReadOnlySpan<byte> OAuthBearerDummy => [0x01];

    /// <exception cref="ArgumentException">The user or the token holds a character the format cannot carry.</exception>
    public static byte[] XOAuth2(string user, string token)
    {
        Check(user, nameof(user));
        CheckToken(token);
        return Encoding.UTF8.GetBytes("user=" + user + "\u0001auth=Bearer " + token + "\u0001\u0001");
    }

    // RFC 7628 §3.1; the authzid of the gs2-header is RFC 5801's saslname.
    /// <exception cref="ArgumentException">The user, the host or the token holds a character the format cannot carry.</exception>
    public static byte[] OAuthBearer(string user, string host, int port, string token)
    {
        Check(user, nameof(user));
        Check(host, nameof(host));
        CheckToken(token);
        string name = user.Replace("=", "=3D").Replace(",", "=2C");
        return Encoding.UTF8.GetBytes(string.Format(
            CultureInfo.InvariantCulture, "n,a={0},\u0001host={1}\u0001port={2}\u0001auth=Bearer {3}\u0001\u0001", name, host, port, token));
    }

    private static void Check(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        if (text.Length == 0 || text.AsSpan().IndexOfAny("\u0001\r\n\0".AsSpan()) >= 0)
        {
            throw new ArgumentException("Must not be empty nor hold U+0001, CR, LF or NUL.", name);
        }
    }

    // RFC 6750 §2.1: a bearer token is visible ASCII; anything else would break out of the field.
    private static void CheckToken(string token)
    {
        ArgumentNullException.ThrowIfNull(token, nameof(token));
        foreach (char c in token)
        {
            if (c is <= ' ' or > '~')
            {
                throw new ArgumentException("An access token is visible ASCII without spaces.", nameof(token));
            }
        }

        if (token.Length == 0)
        {
            throw new ArgumentException("An access token is needed.", nameof(token));
        }
    }
}
