using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;

namespace OutlookMail.Client;

/// <summary>Asks for a person's token without the person; null when the store no longer holds the account.</summary>
internal delegate Task<TokenAnswer?> SilentToken(IReadOnlyList<string> scopes, string? account, bool forceRefresh, CancellationToken cancellationToken);

/// <summary>Tokens of a signed-in account, renewed by its refresh token without anybody noticing.</summary>
internal sealed class EntraTokenSource : ITokenSource
{
    private readonly SilentToken silent;
    private readonly IDisposable owner;
    private readonly SignInErrorMapper errors;
    private readonly IReadOnlyList<string> mailScopes;
    private readonly string account;

    public EntraTokenSource(SilentToken silent, IDisposable owner, SignInErrorMapper errors, IReadOnlyList<string> mailScopes, TokenAnswer first)
    {
        this.silent = silent;
        this.owner = owner;
        this.errors = errors;
        this.mailScopes = mailScopes;
        account = first.HomeAccountId.Length > 0 ? first.HomeAccountId : first.Username;
        LastAnswer = first;
    }

    public bool CanRenew => true;

    public bool IsAppOnly => false;

    public TokenAnswer? LastAnswer { get; private set; }

    public DateTimeOffset? ExpiresOn => LastAnswer?.ExpiresOn;

    public async Task<string> GetMailTokenAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        var answer = await GetTokenAsync(mailScopes, forceRefresh, cancellationToken);
        LastAnswer = answer;
        return answer.AccessToken;
    }

    public async Task<TokenAnswer> GetTokenAsync(IReadOnlyList<string> scopes, bool forceRefresh, CancellationToken cancellationToken)
    {
        try
        {
            return await silent(scopes, account, forceRefresh, cancellationToken)
                ?? throw SignInErrors.SignInRequired(LastAnswer?.Username, null);
        }
        catch (SignInException refused)
        {
            throw errors.Map(refused, scopes);
        }
    }

    public void Dispose() => owner.Dispose();
}
