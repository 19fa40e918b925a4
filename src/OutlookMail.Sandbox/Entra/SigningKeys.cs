using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The RSA keys that sign tokens. The newest signs; older ones stay published until the sandbox ends.</summary>
internal sealed class SigningKeys : IDisposable
{
    private const int KeyBits = 2048;

    private readonly object gate = new();
    private readonly List<Key> keys = [];

    // RSA key generation takes a while and nothing needs it before the first token.
    private readonly Task<Key> first = Task.Run(Key.Create);

    /// <summary>Makes a new key that signs from now on.</summary>
    public void Rotate()
    {
        _ = All();
        lock (gate)
        {
            keys.Add(Key.Create());
        }
    }

    /// <summary>A JWT (RFC 7519) over the claims, RS256.</summary>
    public string Sign(JsonObject claims)
    {
        Key key = All()[^1];
        var header = new JsonObject { ["typ"] = "JWT", ["alg"] = "RS256", ["x5t"] = key.Id, ["kid"] = key.Id };
        string signed = Base64Text.Url(Encoding.UTF8.GetBytes(header.ToJsonString())) + "." + Base64Text.Url(Encoding.UTF8.GetBytes(claims.ToJsonString()));
        byte[] signature = key.Rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        string token = signed + "." + Base64Text.Url(signature);
        IssuedSecrets.Note(token);
        return token;
    }

    /// <summary>The claims of a JWT that one of these keys signed; null for anything else.</summary>
    public JsonObject? Verify(string token)
    {
        string[] parts = token.Split('.');
        if (parts.Length != 3 || Base64Text.FromUrl(parts[0]) is not byte[] header || Base64Text.FromUrl(parts[1]) is not byte[] payload
            || Base64Text.FromUrl(parts[2]) is not byte[] signature)
        {
            return null;
        }

        try
        {
            if (JsonNode.Parse(header) is not JsonObject head || (string?)head["alg"] != "RS256"
                || All().FirstOrDefault(k => k.Id == (string?)head["kid"]) is not Key key
                || !key.Rsa.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            {
                return null;
            }

            return JsonNode.Parse(payload) as JsonObject;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The JSON Web Key Set (RFC 7517).</summary>
    public JsonObject ToJwks()
    {
        var list = new JsonArray();
        foreach (Key key in All())
        {
            RSAParameters p = key.Rsa.ExportParameters(false);
            list.Add(new JsonObject
            {
                ["kty"] = "RSA", ["use"] = "sig", ["alg"] = "RS256", ["kid"] = key.Id, ["x5t"] = key.Id,
                ["n"] = Base64Text.Url(p.Modulus), ["e"] = Base64Text.Url(p.Exponent),
            });
        }

        return new JsonObject { ["keys"] = list };
    }

    public void Dispose()
    {
        // A sandbox that issued nothing does not wait for a key that nobody wanted.
        _ = first.ContinueWith(static made => made.Result.Rsa.Dispose(), TaskScheduler.Default);
        lock (gate)
        {
            // The first is among them once it was used, and two disposals of one at a time can fail.
            foreach (Key key in keys.Skip(1))
            {
                key.Rsa.Dispose();
            }
        }
    }

    private Key[] All()
    {
        Key made = first.GetAwaiter().GetResult();
        lock (gate)
        {
            if (keys.Count == 0)
            {
                keys.Add(made);
            }

            return [.. keys];
        }
    }

    private sealed record Key(string Id, RSA Rsa)
    {
        public static Key Create()
        {
            var rsa = RSA.Create(KeyBits);
            return new Key(Base64Text.Url(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()).AsSpan(0, 20)), rsa);
        }
    }
}
