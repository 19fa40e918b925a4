using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Threading;

namespace OutlookMail.Sandbox.Entra;

/// <summary>The authorization codes that are out, each by its hash (RFC 6749 §4.1.2).</summary>
internal sealed class AuthorizationCodes
{
    private readonly ConcurrentDictionary<string, AuthorizationCode> byHash = new(StringComparer.Ordinal);

    public string Issue(AuthorizationCode code)
    {
        string text = (code.User.IsPersonal ? "M.C5" : "1.A") + Base64Text.Url(RandomNumberGenerator.GetBytes(240));
        byHash[Key(text)] = code;
        IssuedSecrets.Note(text);
        return text;
    }

    public AuthorizationCode? Find(string code) => byHash.TryGetValue(Key(code), out AuthorizationCode? found) ? found : null;

    private static string Key(string code) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}

internal sealed class AuthorizationCode
{
    private int redeemed;

    public required AppRegistration App { get; init; }

    public required SandboxUser User { get; init; }

    public required string RedirectUri { get; init; }

    public required ScopeRequest Scope { get; init; }

    public required DateTimeOffset ExpiresOn { get; init; }

    public string? Nonce { get; init; }

    /// <summary>code_challenge of RFC 7636; null when the client sent none.</summary>
    public string? Challenge { get; init; }

    public bool IsPlainChallenge { get; init; }

    public bool HasMfa { get; init; }

    /// <summary>True for the first caller only: a code works once.</summary>
    public bool TryRedeem() => Interlocked.Exchange(ref redeemed, 1) == 0;
}
