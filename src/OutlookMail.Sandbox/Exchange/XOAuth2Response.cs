using System;
using System.Text;

namespace OutlookMail.Sandbox.Exchange;

/// <summary>The SASL XOAUTH2 initial response: <c>user=…^Aauth=Bearer …^A^A</c> in base64. Holds a token: never printed.</summary>
internal sealed class XOAuth2Response
{
    private XOAuth2Response(string user, string token)
    {
        User = user;
        Token = token;
    }

    public string User { get; }

    public string Token { get; }

    /// <returns>Null when the text is no XOAUTH2 response.</returns>
    public static XOAuth2Response? TryParse(ReadOnlySpan<byte> base64)
    {
        byte[] bytes = new byte[base64.Length];
        if (System.Buffers.Text.Base64.DecodeFromUtf8(base64, bytes, out _, out int written) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        string[] fields = Encoding.UTF8.GetString(bytes, 0, written).Split('\u0001');
        return fields is [var user, var auth, "", ""]
            && user.StartsWith("user=", StringComparison.OrdinalIgnoreCase)
            && auth.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase)
                ? new XOAuth2Response(user[5..], auth[12..].Trim())
                : null;
    }

    /// <summary>The same two facts out of OAUTHBEARER's response (RFC 7628 §3.1).</summary>
    /// <returns>Null when the text is no OAUTHBEARER response.</returns>
    public static XOAuth2Response? TryParseOAuthBearer(ReadOnlySpan<byte> base64)
    {
        byte[] bytes = new byte[base64.Length];
        if (System.Buffers.Text.Base64.DecodeFromUtf8(base64, bytes, out _, out int written) != System.Buffers.OperationStatus.Done)
        {
            return null;
        }

        string[] fields = Encoding.UTF8.GetString(bytes, 0, written).Split('\u0001');
        string? name = fields[0].StartsWith("n,a=", StringComparison.Ordinal) && fields[0].EndsWith(',') ? fields[0][4..^1] : null;
        string? auth = Array.Find(fields, f => f.StartsWith("auth=Bearer ", StringComparison.OrdinalIgnoreCase));

        // RFC 5801 §4: comma and equals sign travel encoded.
        return name is null || auth is null ? null
            : new XOAuth2Response(name.Replace("=2C", ",", StringComparison.Ordinal).Replace("=3D", "=", StringComparison.Ordinal), auth[12..].Trim());
    }

    public override string ToString() => $"user={User}";
}
