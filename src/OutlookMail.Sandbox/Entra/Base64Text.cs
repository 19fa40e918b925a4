using System;

namespace OutlookMail.Sandbox.Entra;

/// <summary>base64url without padding (RFC 7515 §2).</summary>
internal static class Base64Text
{
    public static string Url(ReadOnlySpan<byte> bytes) =>
        Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    /// <returns>Null when the text is no base64url.</returns>
    public static byte[]? FromUrl(string text)
    {
        string padded = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length / 4 * 3];
        return Convert.TryFromBase64String(padded, bytes, out int written) ? bytes[..written] : null;
    }
}
