using System;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>
/// A kept sign-in on its way to another machine: the profile and, where a person signed in, the refresh token. Needs
/// PowerShell 7.4 or later.
/// </summary>
public sealed class SessionBundle
{
    private SessionBundle(BundleHeader header, AppProfile profile, string? homeAccountId)
    {
        Header = header;
        Profile = profile;
        HomeAccountId = homeAccountId;
    }

    public BundleHeader Header { get; }

    public AppProfile Profile { get; }

    /// <summary>The account whose tokens came along; null when the profile signs in without a person.</summary>
    public string? HomeAccountId { get; }

    /// <summary>Seals a profile, and the tokens of one account of the store.</summary>
    /// <param name="tokens">The token store that the account was kept in.</param>
    /// <param name="profile">Its secret, if it holds one, goes along.</param>
    /// <param name="homeAccountId">The account; null for a profile without a person.</param>
    /// <param name="key">Seals it.</param>
    /// <param name="life">How long it may be opened.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ct">Cancels the wait for the store.</param>
    /// <param name="revocationList">A file that whoever opens it has to look into first; null for none.</param>
    /// <exception cref="SignInException">RequiresPowerShell7; InteractionRequired when the store has no refresh token of the account.</exception>
    public static async Task<byte[]> ExportAsync(TokenStore tokens, AppProfile profile, string? homeAccountId, BundleKey key, TimeSpan life, TimeProvider time, CancellationToken ct, string? revocationList = null)
    {
        JsonObject? slice = null;
        if (homeAccountId is not null)
        {
            using var lease = await tokens.OpenAsync(ct).ConfigureAwait(false);
            slice = TokenCacheSlice.Of(lease.Read(), profile.ClientId, homeAccountId)
                ?? throw new SignInException(SignInFailure.InteractionRequired, "no_refresh_token", "The store holds no refresh token of this account: sign in first.");
        }

        var content = new JsonObject
        {
            ["profile"] = JsonDocumentOptions.ToNode(profile),
            ["account"] = homeAccountId,
            ["tokens"] = slice,
        };
        var now = time.GetUtcNow();
        return SealedSession.Seal(System.Text.Encoding.UTF8.GetBytes(content.ToJsonString()), key, now, now + life, revocationList);
    }

    /// <summary>What can be read without the key: when it ends, and what kind of key opens it.</summary>
    /// <exception cref="BundleException">NotABundle.</exception>
    public static BundleHeader Describe(byte[] file) => SealedSession.ReadHeader(file);

    /// <summary>Opens a bundle and puts its tokens into the store, beside those that are there.</summary>
    /// <exception cref="BundleException">Expired, WrongKeyOrDamaged, OtherKeyKind, NotABundle.</exception>
    /// <exception cref="SignInException">RequiresPowerShell7.</exception>
    public static async Task<SessionBundle> ImportAsync(byte[] file, BundleKey key, TokenStore tokens, TimeProvider time, CancellationToken ct)
    {
        var bytes = SealedSession.Open(file, key, time.GetUtcNow(), out var header);
        if (JsonNode.Parse(bytes) is not JsonObject content || JsonDocumentOptions.FromNode<AppProfile>(content["profile"]) is not { } profile)
        {
            throw new BundleException(BundleFailure.NotABundle, "The sealed session holds no profile.");
        }

        if (content["tokens"] is JsonObject slice)
        {
            using var lease = await tokens.OpenAsync(ct).ConfigureAwait(false);
            lease.Write(TokenCacheSlice.Merge(lease.Read(), slice));
        }

        return new SessionBundle(header, profile, (string?)content["account"]);
    }
}
