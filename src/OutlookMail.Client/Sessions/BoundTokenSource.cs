using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>Tokens of an imported session: they end with the bundle that they came from, and when it is called back.</summary>
internal sealed class BoundTokenSource : ITokenSource
{
    private readonly ITokenSource inner;
    private readonly Action check;

    /// <param name="inner">Gives the tokens.</param>
    /// <param name="check">Throws once the bundle has ended or was called back.</param>
    public BoundTokenSource(ITokenSource inner, Action check)
    {
        this.inner = inner;
        this.check = check;
    }

    public bool CanRenew => inner.CanRenew;

    public bool IsAppOnly => inner.IsAppOnly;

    public TokenAnswer? LastAnswer => inner.LastAnswer;

    public DateTimeOffset? ExpiresOn => inner.ExpiresOn;

    public Task<string> GetMailTokenAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        check();
        return inner.GetMailTokenAsync(forceRefresh, cancellationToken);
    }

    public Task<TokenAnswer> GetTokenAsync(IReadOnlyList<string> scopes, bool forceRefresh, CancellationToken cancellationToken)
    {
        check();
        return inner.GetTokenAsync(scopes, forceRefresh, cancellationToken);
    }

    public void Dispose() => inner.Dispose();
}
