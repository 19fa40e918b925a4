using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace OutlookMail.Sandbox.Entra;

/// <summary>Another identity provider's token in the place of the app's secret (Microsoft's workload-identity-federation.md): issuer, subject and audience as a federated credential names them, and a signature that holds.</summary>
internal static class OutsideAssertion
{
    /// <exception cref="EntraException">700211 unknown issuer, 700212 other audience, 700213 other subject, 700024 time, 700027 signature.</exception>
    public static void Verify(EntraService entra, AppRegistration app, string issuer, JsonObject header, JsonObject payload, byte[] signed, byte[] signature)
    {
        List<FederatedCredential> known = app.FederatedCredentials.FindAll(c => c.Issuer == issuer);
        if (known.Count == 0)
        {
            throw new EntraException(700211, $"No matching federated identity record found for presented assertion issuer '{issuer}'.");
        }

        string subject = payload["sub"]?.ToString() ?? "";
        FederatedCredential match = known.FirstOrDefault(c => c.Subject == subject)
            ?? throw new EntraException(700213, $"No matching federated identity record found for presented assertion subject '{subject}'.");
        string audience = payload["aud"]?.ToString() ?? "";
        if (!match.Audiences.Contains(audience))
        {
            throw new EntraException(700212, $"No matching federated identity record found for presented assertion audience '{audience}'.");
        }

        if (!entra.IssuerKeys.TryGetValue(issuer, out RSAParameters key) || header["alg"]?.ToString() != "RS256" || !IsSigned(key, signed, signature))
        {
            throw new EntraException(700027, "The signature of the presented assertion does not hold.");
        }

        if (!long.TryParse(payload["exp"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out long end) || DateTimeOffset.FromUnixTimeSeconds(end) < entra.Time.GetUtcNow())
        {
            throw new EntraException(700024, "The presented assertion has expired.");
        }
    }

    private static bool IsSigned(RSAParameters key, byte[] signed, byte[] signature)
    {
        using var rsa = RSA.Create(key);
        return rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
