using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// The proof that addKey wants: a JWT signed by a certificate that the app already has
/// (learn.microsoft.com/graph/application-rollkey-prooftoken).
/// </summary>
internal static class KeyProof
{
    private const string Audience = "00000002-0000-0000-c000-000000000000";

    // Graph takes ten minutes at most.
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <param name="objectId">The app registration's object id, not the client id.</param>
    /// <param name="certificate">One of the app's, with its private key.</param>
    /// <param name="now">The clock.</param>
    public static string Sign(string objectId, X509Certificate2 certificate, DateTimeOffset now)
    {
        var header = new Dictionary<string, object> { ["alg"] = "RS256", ["typ"] = "JWT", ["x5t"] = Url(certificate.GetCertHash()) };
        var claims = new Dictionary<string, object>
        {
            ["aud"] = Audience,
            ["iss"] = objectId,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + Life).ToUnixTimeSeconds(),
        };
        var signed = Url(JsonSerializer.SerializeToUtf8Bytes(header)) + "." + Url(JsonSerializer.SerializeToUtf8Bytes(claims));
        using var key = certificate.GetRSAPrivateKey()
            ?? throw SignInException.InvalidSettings("certificate_without_key", $"The certificate {certificate.Thumbprint} has no RSA key here.");
        return signed + "." + Url(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    // RFC 7515 §2: base64url without padding.
    private static string Url(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
