using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>What every client that signs people in does with the accounts of its store.</summary>
internal sealed class StoredAccounts
{
    private readonly IClientApplicationBase app;
    private readonly SignInSettings settings;

    // MSAL empties and refills its memory each time it reads the store, and looks into it without a lock after that: of two
    // calls side by side one could find no account at all.
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public StoredAccounts(IClientApplicationBase app, ITokenCache cache, SignInSettings settings)
    {
        this.app = app;
        this.settings = settings;
        TokenCacheHooks.Attach(cache, settings.Store);
    }

    public Task<TokenAnswer?> SilentAsync(IReadOnlyList<string> scopes, string? account, bool forceRefresh, CancellationToken ct) =>
        RunAsync(
            async () =>
            {
                if (Choose(await AllAsync().ConfigureAwait(false), account) is not { } chosen)
                {
                    return null;
                }

                var asked = forceRefresh ? scopes : MailScopes.OfResource(scopes);
                return (TokenAnswer?)TokenAnswers.From(await app.AcquireTokenSilent(asked, chosen).WithForceRefresh(forceRefresh).ExecuteAsync(ct).ConfigureAwait(false));
            },
            ct);

    public Task<IReadOnlyList<SignedInAccount>> ListAsync(CancellationToken ct) => RunAsync<IReadOnlyList<SignedInAccount>>(
        async () => (await AllAsync().ConfigureAwait(false))
            .Select(a => new SignedInAccount(a.Username, a.HomeAccountId.Identifier, a.HomeAccountId.TenantId, a.Environment))
            .ToArray(),
        ct);

    public Task RemoveAsync(string account, CancellationToken ct) => RunAsync<object?>(
        async () =>
        {
            foreach (var match in (await AllAsync().ConfigureAwait(false)).Where(a => Is(a, account)))
            {
                await app.RemoveAsync(match).ConfigureAwait(false);
            }

            return null;
        },
        ct);

    private Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken ct) => SignInGuard.RunAsync(
        async () =>
        {
            await oneAtATime.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                return await work().ConfigureAwait(false);
            }
            finally
            {
                oneAtATime.Release();
            }
        },
        ct);

    // MSAL first touches the store when the person is done: a store that cannot be used must be found before.
    public async Task CheckStoreAsync(CancellationToken ct)
    {
        using var lease = await settings.Store.OpenAsync(ct).ConfigureAwait(false);
        lease.Read();
    }

    private static bool Is(IAccount account, string name) =>
        string.Equals(account.Username, name, StringComparison.OrdinalIgnoreCase) ||
        string.Equals(account.HomeAccountId.Identifier, name, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<IAccount>> AllAsync() =>
        (await app.GetAccountsAsync().ConfigureAwait(false)).Where(a => a.HomeAccountId is not null).ToArray();

    private IAccount? Choose(IReadOnlyList<IAccount> accounts, string? name)
    {
        if (name is not null)
        {
            return accounts.FirstOrDefault(a => Is(a, name));
        }

        if (settings.LoginHint is { } hint && accounts.FirstOrDefault(a => Is(a, hint)) is { } hinted)
        {
            return hinted;
        }

        return accounts.Count <= 1
            ? accounts.FirstOrDefault()
            : throw new SignInException(SignInFailure.AccountAmbiguous, "account_ambiguous", "Several accounts are signed in: " + string.Join(", ", accounts.Select(a => a.Username)) + ".");
    }
}
