using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Http;

namespace OutlookMail.Sandbox.Graph;

/// <summary>addPassword, removePassword, addKey, removeKey.</summary>
internal static class CredentialActions
{
    // supported-accounts-validation.md
    private const int MaximumPasswordsForPersonal = 2;

    // The characters of a real secret's value; with "8Q~" in it, which scanners look for.
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

    public static WebAnswer Handle(GraphCall call, AppRegistration app, string action) => action switch
    {
        "addPassword" => AddPassword(call, app, call.Body(GraphShape.AddPassword)),
        "removePassword" => RemovePassword(app, call.Body(GraphShape.RemovePassword)),
        "addKey" => AddKey(call, app, call.Body(GraphShape.AddKey)),
        "removeKey" => RemoveKey(app, call.Body(GraphShape.RemoveKey)),
        _ => throw new GraphException(400, "BadRequest", $"Resource not found for the segment '{action}'."),
    };

    /// <param name="secretText">The value, in the one answer that shows it.</param>
    public static JsonNode Write(AppPassword password, string? secretText) => new JsonObject
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = password.DisplayName,
        ["endDateTime"] = ApplicationJson.Time(password.End),
        ["hint"] = password.Hint,
        ["keyId"] = password.KeyId.ToString(),
        ["secretText"] = secretText,
        ["startDateTime"] = ApplicationJson.Time(password.Start),
    };

    public static JsonNode Write(AppKey key) => new JsonObject
    {
        ["customKeyIdentifier"] = Convert.ToHexString(SHA256.HashData(key.Certificate).AsSpan(0, 20)),
        ["displayName"] = key.DisplayName,
        ["endDateTime"] = ApplicationJson.Time(key.End),
        ["key"] = Convert.ToBase64String(key.Certificate),
        ["keyId"] = key.KeyId.ToString(),
        ["startDateTime"] = ApplicationJson.Time(key.Start),
        ["type"] = key.Type,
        ["usage"] = key.Usage,
    };

    /// <exception cref="GraphException">400: no certificate in it.</exception>
    public static AppKey ReadKey(JsonObject key, IReadOnlyList<AppKey> present)
    {
        // A list is replaced whole: an entry with the id of one that is there stays that one.
        if (Guid.TryParse(GraphCall.ReadText(key, "keyId"), out Guid id) && present.FirstOrDefault(k => k.KeyId == id) is AppKey kept)
        {
            return kept;
        }

        try
        {
            byte[] der = Convert.FromBase64String(GraphCall.ReadText(key, "key") ?? "");
#pragma warning disable SYSLIB0057 // X509CertificateLoader is .NET 9's; this library runs on .NET 8 too.
            using var certificate = new X509Certificate2(der);
#pragma warning restore SYSLIB0057
            return new AppKey
            {
                DisplayName = GraphCall.ReadText(key, "displayName") ?? certificate.Subject,
                Certificate = certificate.RawData,
                Start = certificate.NotBefore,
                End = certificate.NotAfter,
            };
        }
        catch (Exception e) when (e is FormatException or CryptographicException)
        {
            throw new GraphException(400, "Request_BadRequest", "Key value specified is not a valid certificate.");
        }
    }

    private static WebAnswer AddPassword(GraphCall call, AppRegistration app, JsonObject body)
    {
        JsonObject asked = body["passwordCredential"] as JsonObject ?? [];
        if (app.AllowsPersonal && app.Passwords.Count >= MaximumPasswordsForPersonal)
        {
            throw new GraphException(400, "Request_BadRequest", "The total number of passwords of the application exceeds the maximum allowed number of 2.", "CredentialLimitExceeded");
        }

        DateTimeOffset now = call.Entra.Time.GetUtcNow();
        DateTimeOffset start = ReadTime(asked, "startDateTime") ?? now;
        DateTimeOffset end = ReadTime(asked, "endDateTime") ?? start.AddYears(2);
        if (end <= start)
        {
            throw new GraphException(400, "Request_BadRequest", "Key credential end date is invalid.");
        }

        if (call.Entra.MaximumSecretLifetime is TimeSpan most && end - start > most)
        {
            throw new GraphException(400, "CredentialInvalidLifetimeAsPerAppPolicy", "Credential lifetime exceeds the max value allowed as per assigned policy.");
        }

        string secret = RandomNumberGenerator.GetString(Alphabet, 3) + "8Q~" + RandomNumberGenerator.GetString(Alphabet, 34);
        var password = new AppPassword
        {
            DisplayName = GraphCall.ReadText(asked, "displayName"), Hint = secret[..3], Hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
            CreatedOn = now, Start = start, End = end,
        };
        app.Passwords = [.. app.Passwords, password];
        IssuedSecrets.Note(secret);
        return call.One("microsoft.graph.passwordCredential", (JsonObject)Write(password, secret));
    }

    private static WebAnswer RemovePassword(AppRegistration app, JsonObject body)
    {
        Guid keyId = GraphCall.ReadGuid(body, "keyId");
        if (app.Passwords.All(p => p.KeyId != keyId))
        {
            throw new GraphException(400, "Request_BadRequest", $"No password credential found with keyId '{keyId}'.");
        }

        app.Passwords = [.. app.Passwords.Where(p => p.KeyId != keyId)];
        return GraphCall.NoContent();
    }

    private static WebAnswer AddKey(GraphCall call, AppRegistration app, JsonObject body)
    {
        CheckProof(call, app, body);
        AppKey key = ReadKey(body["keyCredential"] as JsonObject ?? throw new GraphException(400, "Request_BadRequest", "Property keyCredential is invalid."), []);
        app.Keys = [.. app.Keys, key];
        return call.One("microsoft.graph.keyCredential", (JsonObject)Write(key));
    }

    private static WebAnswer RemoveKey(AppRegistration app, JsonObject body)
    {
        Guid keyId = GraphCall.ReadGuid(body, "keyId");
        app.Keys = [.. app.Keys.Where(k => k.KeyId != keyId)];
        return GraphCall.NoContent();
    }

    // application-addkey.md: the proof is a JWT for the old directory API, issued by the app's object id, signed with a key it already has.
    private static void CheckProof(GraphCall call, AppRegistration app, JsonObject body)
    {
        string? proof = GraphCall.ReadText(body, "proof");
        if (proof is null || app.Keys.Count == 0 || !ClientAssertion.IsProof(call.Entra, app, proof))
        {
            throw new GraphException(401, "Authentication_MissingOrMalformed", "Access Token missing or malformed: the proof of possession does not hold.");
        }
    }

    private static DateTimeOffset? ReadTime(JsonObject body, string name) => GraphCall.ReadText(body, name) is not string text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time
        : throw new GraphException(400, "Request_BadRequest", $"Invalid value specified for property '{name}' of resource.");
}
