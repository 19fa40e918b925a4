using System;
using System.Collections.Generic;
using System.Net;
using System.Security;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>One token that somebody else got. It is never renewed, and nothing is assumed of its form.</summary>
internal sealed class FixedTokenSource : ITokenSource
{
    private readonly SecureString token;

    public FixedTokenSource(SecureString token)
    {
        this.token = token.Copy();
        this.token.MakeReadOnly();
        var claims = AccessTokenClaims.TryRead(Reveal());
        ExpiresOn = claims?.ExpiresOn;
        User = claims?.User;
        ObjectId = claims?.ObjectId;
        IsAppOnly = claims is { IsAppOnly: true };
    }

    public bool CanRenew => false;

    public bool IsAppOnly { get; }

    public TokenAnswer? LastAnswer => null;

    public DateTimeOffset? ExpiresOn { get; }

    /// <summary>The user that a work account's token names; null for an opaque one.</summary>
    public string? User { get; }

    /// <summary>That user's id in the directory; null for an opaque token.</summary>
    public string? ObjectId { get; }

    public Task<string> GetMailTokenAsync(bool forceRefresh, CancellationToken cancellationToken) => Task.FromResult(Reveal());

    public Task<TokenAnswer> GetTokenAsync(IReadOnlyList<string> scopes, bool forceRefresh, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A session made with an access token has no refresh token.");

    public void Dispose() => token.Dispose();

    private string Reveal() => new NetworkCredential("", token).Password;
}
