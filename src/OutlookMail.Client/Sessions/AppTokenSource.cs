using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>Tokens of an app without a person. There is no refresh token: the credential gets another one at any time.</summary>
internal sealed class AppTokenSource : ITokenSource
{
    private readonly Func<bool, CancellationToken, Task<TokenAnswer>> get;
    private readonly IDisposable owner;
    private readonly SignInErrorMapper errors;
    private readonly IReadOnlyList<string> scopes;

    public AppTokenSource(Func<bool, CancellationToken, Task<TokenAnswer>> get, IDisposable owner, SignInErrorMapper errors, IReadOnlyList<string> scopes)
    {
        this.get = get;
        this.owner = owner;
        this.errors = errors;
        this.scopes = scopes;
    }

    public bool CanRenew => true;

    public bool IsAppOnly => true;

    public TokenAnswer? LastAnswer { get; private set; }

    public DateTimeOffset? ExpiresOn => LastAnswer?.ExpiresOn;

    public async Task<string> GetMailTokenAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        try
        {
            LastAnswer = await get(forceRefresh, cancellationToken);
            return LastAnswer.AccessToken;
        }
        catch (SignInException refused)
        {
            throw errors.Map(refused, scopes);
        }
    }

    public Task<TokenAnswer> GetTokenAsync(IReadOnlyList<string> scopes, bool forceRefresh, CancellationToken cancellationToken) =>
        throw new NotSupportedException("An app's own sign-in gives tokens for the mail servers only.");

    public void Dispose() => owner.Dispose();
}
