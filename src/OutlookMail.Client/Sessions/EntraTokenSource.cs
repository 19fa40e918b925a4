using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Tokens of a signed-in account, renewed by its refresh token without anybody noticing.</summary>
internal sealed class EntraTokenSource : ITokenSource
{
    private readonly EntraSignIn signIn;
    private readonly SignInErrorMapper errors;
    private readonly IReadOnlyList<string> mailScopes;
    private readonly string account;

    public EntraTokenSource(EntraSignIn signIn, SignInErrorMapper errors, IReadOnlyList<string> mailScopes, TokenAnswer first)
    {
        this.signIn = signIn;
        this.errors = errors;
        this.mailScopes = mailScopes;
        account = first.Username;
        LastAnswer = first;
    }

    public bool CanRenew => true;

    public TokenAnswer? LastAnswer { get; private set; }

    public DateTimeOffset? ExpiresOn => LastAnswer?.ExpiresOn;

    public async Task<string> GetMailTokenAsync(bool forceRefresh, CancellationToken cancellationToken)
    {
        var answer = await GetTokenAsync(mailScopes, forceRefresh, cancellationToken);
        LastAnswer = answer;
        return answer.AccessToken;
    }

    public void Dispose() => signIn.Dispose();

    public async Task<TokenAnswer> GetTokenAsync(IReadOnlyList<string> scopes, bool forceRefresh, CancellationToken cancellationToken)
    {
        try
        {
            return await signIn.SilentAsync(scopes, account, forceRefresh, cancellationToken)
                ?? throw SignInErrors.SignInRequired(account, null);
        }
        catch (SignInException refused)
        {
            throw errors.Map(refused, scopes);
        }
    }
}
