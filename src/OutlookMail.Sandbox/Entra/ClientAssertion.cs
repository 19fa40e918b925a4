using System;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra;

/// <summary>A client's signed assertion (RFC 7523, Microsoft's certificate-credentials.md), really verified.</summary>
internal static class ClientAssertion
{
    private const string BearerType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    // What Entra allows a client's clock to be wrong.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <exception cref="EntraException">700023, 700024 or 700027.</exception>
    public static void Verify(EntraService entra, AppRegistration app, string? type, string assertion, string tokenEndpoint)
    {
        if (type != BearerType)
        {
            throw new EntraException(900144, "The request body must contain the following parameter: 'client_assertion_type'.");
        }

        string[] parts = assertion.Split('.');
        JsonObject? header = parts.Length == 3 ? ReadObject(parts[0]) : null;
        JsonObject? payload = parts.Length == 3 ? ReadObject(parts[1]) : null;
        if (header is not null && payload is not null && Text(payload["iss"]) is string issuer && issuer != app.AppId.ToString()
            && Base64Text.FromUrl(parts[2]) is byte[] outside)
        {
            OutsideAssertion.Verify(entra, app, issuer, header, payload, Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), outside);
            return;
        }

        if (header is null || payload is null || Base64Text.FromUrl(parts[2]) is not byte[] signature
            || FindKey(app, header) is not AppKey key || !IsSigned(key, header, parts[0] + "." + parts[1], signature))
        {
            throw new EntraException(700027, $"The certificate with identifier used to sign the client assertion is not registered on application '{app.AppId}', or the signature does not hold. [Reason - The key was not found.]");
        }

        DateTimeOffset now = entra.Time.GetUtcNow();
        if (ReadTime(payload["nbf"]) is DateTimeOffset start && start > now + Skew
            || ReadTime(payload["exp"]) is not DateTimeOffset end || end < now - Skew || now < key.Start || now >= key.End)
        {
            throw new EntraException(700024, $"Client assertion is not within its valid time range. Current time: {now:yyyy-MM-ddTHH:mm:ss.fffffffZ}.");
        }

        string? audience = Text(payload["aud"]);
        string v2 = tokenEndpoint.Replace("/oauth2/v2.0/token", "/v2.0", StringComparison.Ordinal);
        if (audience != tokenEndpoint && audience != v2)
        {
            throw new EntraException(700023);
        }

        if (Text(payload["iss"]) != app.AppId.ToString() || Text(payload["sub"]) != app.AppId.ToString())
        {
            throw new EntraException(700021);
        }
    }

    /// <summary>Whether a JWT is the proof of possession that addKey asks for (Microsoft's application-rollkey-prooftoken.md).</summary>
    public static bool IsProof(EntraService entra, AppRegistration app, string proof)
    {
        string[] parts = proof.Split('.');
        DateTimeOffset now = entra.Time.GetUtcNow();
        return parts.Length == 3 && ReadObject(parts[0]) is JsonObject header && ReadObject(parts[1]) is JsonObject payload
            && Base64Text.FromUrl(parts[2]) is byte[] signature
            && FindKey(app, header) is AppKey key && IsSigned(key, header, parts[0] + "." + parts[1], signature)
            && Text(payload["aud"]) == "00000002-0000-0000-c000-000000000000"
            && Text(payload["iss"]) == app.ObjectId.ToString()
            && ReadTime(payload["exp"]) is DateTimeOffset end && end > now - Skew;
    }

    private static JsonObject? ReadObject(string part)
    {
        try
        {
            return Base64Text.FromUrl(part) is byte[] bytes ? JsonNode.Parse(bytes) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AppKey? FindKey(AppRegistration app, JsonObject header)
    {
        string? sha256 = Text(header["x5t#S256"]);
        string? sha1 = Text(header["x5t"]);
        return app.Keys.FirstOrDefault(k =>
        {
            // The older thumbprint is SHA-1 because RFC 7515 §4.1.7 says so; it only finds the key, it proves nothing.
            using X509Certificate2 certificate = Load(k);
            return sha256 == Base64Text.Url(certificate.GetCertHash(HashAlgorithmName.SHA256))
                || sha1 == Base64Text.Url(certificate.GetCertHash(HashAlgorithmName.SHA1));
        });
    }

    private static bool IsSigned(AppKey key, JsonObject header, string signed, byte[] signature)
    {
        RSASignaturePadding? padding = Text(header["alg"]) switch
        {
            "PS256" => RSASignaturePadding.Pss,
            "RS256" => RSASignaturePadding.Pkcs1,
            _ => null,
        };
        using X509Certificate2 certificate = Load(key);
        using RSA? rsa = certificate.GetRSAPublicKey();
        return padding is not null && rsa is not null && rsa.VerifyData(Encoding.ASCII.GetBytes(signed), signature, HashAlgorithmName.SHA256, padding);
    }

#pragma warning disable SYSLIB0057 // X509CertificateLoader is .NET 9's; this library runs on .NET 8 too.
    private static X509Certificate2 Load(AppKey key) => new(key.Certificate);
#pragma warning restore SYSLIB0057

    // MSAL 4.92 writes both times as JSON strings.
    private static DateTimeOffset? ReadTime(JsonNode? node) =>
        long.TryParse(node?.ToString(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
