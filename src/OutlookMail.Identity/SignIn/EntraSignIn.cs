using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using OutlookMail.Model;

namespace OutlookMail.Identity;

/// <summary>
/// A person's sign-in at Entra as a public client. One resource for each token; a token for a second resource comes
/// silently through the same refresh token.
/// </summary>
public sealed class EntraSignIn : IDisposable
{
    private readonly SignInSettings settings;
    private readonly EntraHttp http;
    private readonly IPublicClientApplication app;

    /// <exception cref="SignInException">InvalidSettings: a client id, tenant or authority that cannot be right.</exception>
    public EntraSignIn(SignInSettings settings)
    {
        settings.Check();
        this.settings = settings;
        http = new EntraHttp(settings);
        var custom = !settings.Cloud.IsMicrosoftAuthority;
        var builder = PublicClientApplicationBuilder.Create(settings.ClientId)
            .WithAuthority(settings.Cloud.Authority.TrimEnd('/') + "/" + settings.Tenant, validateAuthority: !custom)
            .WithHttpClientFactory(http, retryOnceOn5xx: false)
            .WithRedirectUri("http://localhost")
            // MSAL keeps a second cache in ADAL's format in memory, which the store does not see: an account that
            // another process removed would live on in it.
            .WithLegacyCacheCompatibility(false);
        if (custom)
        {
            // Else the first call asks login.microsoftonline.com about a host that it has never heard of.
            builder = builder.WithInstanceDiscovery(false);
        }

        app = builder.Build();
        TokenCacheHooks.Attach(app.UserTokenCache, settings.Store);
    }

    /// <summary>
    /// Device authorization grant (RFC 8628): <paramref name="show"/> gets the code for the person, then the server is
    /// asked at its interval until the person is done.
    /// </summary>
    /// <exception cref="SignInException">Declined, CodeExpired, Refused, Network …</exception>
    public Task<TokenAnswer> WithDeviceCodeAsync(IReadOnlyList<string> scopes, Func<OutlookDeviceCode, Task> show, CancellationToken ct) =>
        GuardAsync(ct, async () =>
        {
            await CheckStoreAsync(ct).ConfigureAwait(false);
            return TokenAnswers.From(await app.AcquireTokenWithDeviceCode(scopes, code => show(DeviceCode(code))).ExecuteAsync(ct).ConfigureAwait(false));
        });

    /// <summary>A token without a person: from the store, or by the store's refresh token.</summary>
    /// <param name="scopes">Scopes of one resource.</param>
    /// <param name="account">A user name or home account id; null for the login hint's or the only account.</param>
    /// <param name="forceRefresh">Redeem the refresh token although the stored access token has not ended.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>Null when the store holds no such account.</returns>
    /// <exception cref="SignInException">InteractionRequired when only a person can go on; AccountAmbiguous; Network …</exception>
    public Task<TokenAnswer?> SilentAsync(IReadOnlyList<string> scopes, string? account, bool forceRefresh, CancellationToken ct) =>
        GuardAsync<TokenAnswer?>(ct, async () =>
        {
            if (Choose(await AccountsOfStoreAsync().ConfigureAwait(false), account) is not { } chosen)
            {
                return null;
            }

            var asked = forceRefresh ? scopes : MailScopes.OfResource(scopes);
            return TokenAnswers.From(await app.AcquireTokenSilent(asked, chosen).WithForceRefresh(forceRefresh).ExecuteAsync(ct).ConfigureAwait(false));
        });

    /// <summary>The accounts that the store holds for this client and authority.</summary>
    public Task<IReadOnlyList<SignedInAccount>> AccountsAsync(CancellationToken ct) =>
        GuardAsync<IReadOnlyList<SignedInAccount>>(ct, async () => (await AccountsOfStoreAsync().ConfigureAwait(false))
            .Select(a => new SignedInAccount(a.Username, a.HomeAccountId.Identifier, a.HomeAccountId.TenantId, a.Environment))
            .ToArray());

    /// <summary>Takes an account's tokens out of the store. An account that is not there is no error.</summary>
    /// <param name="account">A user name or home account id.</param>
    /// <param name="ct">Cancels the wait.</param>
    public Task RemoveAsync(string account, CancellationToken ct) => GuardAsync<object?>(ct, async () =>
    {
        foreach (var match in (await AccountsOfStoreAsync().ConfigureAwait(false)).Where(a => Is(a, account)))
        {
            await app.RemoveAsync(match).ConfigureAwait(false);
        }

        return null;
    });

    public void Dispose() => http.Dispose();

    private static bool Is(IAccount account, string name) =>
        string.Equals(account.Username, name, StringComparison.OrdinalIgnoreCase) ||
        string.Equals(account.HomeAccountId.Identifier, name, StringComparison.OrdinalIgnoreCase);

    // MSAL first touches the store when the person is done: a store that cannot be used must be found before.
    private async Task CheckStoreAsync(CancellationToken ct)
    {
        using var lease = await settings.Store.OpenAsync(ct).ConfigureAwait(false);
        lease.Read();
    }

    private async Task<IReadOnlyList<IAccount>> AccountsOfStoreAsync() =>
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

    private static OutlookDeviceCode DeviceCode(DeviceCodeResult code) =>
        Uri.TryCreate(code.VerificationUrl, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)
            ? new OutlookDeviceCode(code.UserCode, uri, code.Message ?? $"Open {uri} and enter the code {code.UserCode}.", code.ExpiresOn)
            : throw SignInErrors.InvalidAnswer("The server's verification_uri is no https address.");

    private async Task<T> GuardAsync<T>(CancellationToken ct, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (MsalException e)
        {
            throw SignInErrors.From(e);
        }
        catch (HttpRequestException e)
        {
            throw SignInErrors.FromHttp(e);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw SignInErrors.TimedOut();
        }
    }
}
