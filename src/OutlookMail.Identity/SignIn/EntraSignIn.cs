using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.Extensibility;
using OutlookMail.Model;

namespace OutlookMail.Identity;

/// <summary>
/// A person's sign-in at Entra as a public client. One resource for each token; a token for a second resource comes
/// silently through the same refresh token.
/// </summary>
public sealed class EntraSignIn : IDisposable
{
    // A code in an address would stay in the browser's history.
    private static readonly Dictionary<string, (string Value, bool IncludeInCacheKey)> AnswerAsForm = new() { ["response_mode"] = ("form_post", false) };

    private readonly EntraHttp http;
    private readonly IPublicClientApplication app;
    private readonly StoredAccounts accounts;
    private readonly SignInSettings settings;

    /// <exception cref="SignInException">InvalidSettings: a client id, tenant or authority that cannot be right.</exception>
    public EntraSignIn(SignInSettings settings)
    {
        settings.Check();
        this.settings = settings;
        http = new EntraHttp(settings);
        app = ClientBuilder().Build();
        accounts = new StoredAccounts(app, app.UserTokenCache, settings);
    }

    /// <summary>
    /// Device authorization grant (RFC 8628): <paramref name="show"/> gets the code for the person, then the server is
    /// asked at its interval until the person is done.
    /// </summary>
    /// <exception cref="SignInException">Declined, CodeExpired, Refused, Network …</exception>
    public Task<TokenAnswer> WithDeviceCodeAsync(IReadOnlyList<string> scopes, Func<OutlookDeviceCode, Task> show, CancellationToken ct) =>
        SignInGuard.RunAsync(
            async () =>
            {
                await accounts.CheckStoreAsync(ct).ConfigureAwait(false);
                return TokenAnswers.From(await app.AcquireTokenWithDeviceCode(scopes, code => show(DeviceCode(code))).ExecuteAsync(ct).ConfigureAwait(false));
            },
            ct);

    /// <summary>
    /// Authorization code with PKCE (RFC 7636) in the system's browser; the answer comes to a listener on loopback
    /// (RFC 8252 §7.3). Cancel <paramref name="ct"/> to stop waiting: a browser that is closed tells nobody.
    /// </summary>
    /// <exception cref="SignInException">Declined, Refused, BrowserUnavailable, Network …</exception>
    public Task<TokenAnswer> WithBrowserAsync(IReadOnlyList<string> scopes, BrowserSignIn options, CancellationToken ct) =>
        SignInGuard.RunAsync(
            async () =>
            {
                await accounts.CheckStoreAsync(ct).ConfigureAwait(false);
                using var receiver = LoopbackReceiver.OnFreePort();
                var browserApp = ClientBuilder().WithRedirectUri(receiver.Redirect).Build();
                TokenCacheHooks.Attach(browserApp.UserTokenCache, settings.Store);
                var request = browserApp.AcquireTokenInteractive(scopes)
                    .WithCustomWebUi(new LoopbackWebUi(receiver, options.Open ?? SystemBrowser.OpenAsync))
                    .WithExtraQueryParameters(AnswerAsForm)
                    .WithExtraScopesToConsent(options.AlsoConsentTo)
                    .WithPrompt(options.ChooseAccount ? Prompt.SelectAccount : Prompt.NoPrompt);
                if (settings.LoginHint is { } hint)
                {
                    request = request.WithLoginHint(hint);
                }

                if (options.Claims is { } claims)
                {
                    request = request.WithClaims(claims);
                }

                return TokenAnswers.From(await request.ExecuteAsync(ct).ConfigureAwait(false));
            },
            ct);

    /// <summary>A token without a person: from the store, or by the store's refresh token.</summary>
    /// <param name="scopes">Scopes of one resource.</param>
    /// <param name="account">A user name or home account id; null for the login hint's or the only account.</param>
    /// <param name="forceRefresh">Redeem the refresh token although the stored access token has not ended.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <returns>Null when the store holds no such account.</returns>
    /// <exception cref="SignInException">InteractionRequired when only a person can go on; AccountAmbiguous; Network …</exception>
    public Task<TokenAnswer?> SilentAsync(IReadOnlyList<string> scopes, string? account, bool forceRefresh, CancellationToken ct) =>
        accounts.SilentAsync(scopes, account, forceRefresh, ct);

    /// <summary>The accounts that the store holds for this client and authority.</summary>
    public Task<IReadOnlyList<SignedInAccount>> AccountsAsync(CancellationToken ct) => accounts.ListAsync(ct);

    /// <summary>Takes an account's tokens out of the store. An account that is not there is no error.</summary>
    /// <param name="account">A user name or home account id.</param>
    /// <param name="ct">Cancels the wait.</param>
    public Task RemoveAsync(string account, CancellationToken ct) => accounts.RemoveAsync(account, ct);

    public void Dispose() => http.Dispose();

    private PublicClientApplicationBuilder ClientBuilder() =>
        PublicClientApplicationBuilder.Create(settings.ClientId).At(settings.Cloud, settings.Tenant, http);

    private static OutlookDeviceCode DeviceCode(DeviceCodeResult code) =>
        Uri.TryCreate(code.VerificationUrl, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)
            ? new OutlookDeviceCode(code.UserCode, uri, code.Message ?? $"Open {uri} and enter the code {code.UserCode}.", code.ExpiresOn)
            : throw SignInErrors.InvalidAnswer("The server's verification_uri is no https address.");
}
