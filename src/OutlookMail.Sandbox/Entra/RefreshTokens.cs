using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace OutlookMail.Sandbox.Entra;

/// <summary>What a refresh token stands for; ByWebApp: a code from a Web redirect, redeemed with the app's credential. It is bound to user and client, and to no resource or tenant (Microsoft's refresh-tokens.md).</summary>
internal sealed record RefreshGrant(SandboxUser User, Guid AppId, DateTimeOffset SignedInOn, DateTimeOffset ExpiresOn, bool ByDeviceCode, bool HasMfa, bool ByWebApp);

/// <summary>The refresh tokens that are out, each by its hash. Redeeming one gives a new one; the old goes on working, as Entra's does.</summary>
internal sealed class RefreshTokens
{
    private readonly ConcurrentDictionary<string, RefreshGrant> byHash = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> revokedBefore = new();

    public string Issue(RefreshGrant grant)
    {
        string token = (grant.User.IsPersonal ? "M.C5" : "1.A") + Base64Text.Url(RandomNumberGenerator.GetBytes(300));
        byHash[Key(token)] = grant;
        IssuedSecrets.Note(token);
        return token;
    }

    /// <summary>What is kept on disk: hashes, never a token.</summary>
    public IEnumerable<KeyValuePair<string, RefreshGrant>> Entries => byHash;

    public void Restore(string hash, RefreshGrant grant) => byHash[hash] = grant;

    public RefreshGrant? Find(string token) => byHash.GetValueOrDefault(Key(token));

    /// <summary>What a password change or an administrator's revoke does: every earlier sign-in of the person is void.</summary>
    public void Revoke(SandboxUser user, DateTimeOffset now) => revokedBefore[user.ObjectId] = now;

    public bool IsRevoked(RefreshGrant grant) =>
        revokedBefore.TryGetValue(grant.User.ObjectId, out DateTimeOffset before) && grant.SignedInOn <= before;

    private static string Key(string token) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
