using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>
/// A person's sign-in through a web app's registration: authorization code with PKCE, redeemed with the app's own
/// credential. For apps that were registered with a Web redirect and a secret, which a device code cannot use.
/// </summary>
public sealed class WebAppSignIn : IDisposable
{
    private const int StateOctets = 16;

    private readonly EntraHttp http;
    private readonly IConfidentialClientApplication app;
    private readonly StoredAccounts accounts;
    private readonly SignInSettings settings;
    private readonly Uri redirect;

    /// <param name="settings">Who asks, and where.</param>
    /// <param name="credential">What the app proves itself with.</param>
    /// <param name="redirectUri">One of the app's Web redirect addresses, letter by letter.</param>
    /// <exception cref="SignInException">InvalidSettings.</exception>
    public WebAppSignIn(SignInSettings settings, AppCredential credential, string redirectUri)
    {
        settings.Check();
        this.settings = settings;
        redirect = Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback))
            ? uri
            : throw SignInException.InvalidSettings("invalid_redirect_uri", "The redirect address must be https, or http on localhost.");
        http = new EntraHttp(settings);
        app = credential.Apply(ConfidentialClientApplicationBuilder.Create(settings.ClientId)
                .At(settings.Cloud, settings.Tenant, http)
                .WithRedirectUri(redirectUri)
                .WithCacheSynchronization(true), // else MSAL lets two accesses of the cache overlap
                settings.Proxy)
            .Build();
        accounts = new StoredAccounts(app, app.UserTokenCache, settings);
    }

    /// <summary>Makes the address that the person opens.</summary>
    /// <param name="scopes">Scopes of one resource, for which a token will come.</param>
    /// <param name="alsoConsentTo">Scopes of other resources, for the same consent page.</param>
    /// <param name="ct">Cancels the wait.</param>
    public Task<WebAppRequest> BeginAsync(IReadOnlyList<string> scopes, IReadOnlyList<string> alsoConsentTo, CancellationToken ct) => SignInGuard.RunAsync(
        async () =>
        {
            await accounts.CheckStoreAsync(ct).ConfigureAwait(false);
            var state = NewState();
            var request = app.GetAuthorizationRequestUrl(scopes)
                .WithPkce(out var verifier)
                .WithExtraScopesToConsent(alsoConsentTo)
                .WithExtraQueryParameters(new Dictionary<string, (string Value, bool IncludeInCacheKey)> { ["state"] = (state, false) });
            if (settings.LoginHint is { } hint)
            {
                request = request.WithLoginHint(hint);
            }

            return new WebAppRequest(await request.ExecuteAsync(ct).ConfigureAwait(false), scopes, state, verifier);
        },
        ct);

    /// <summary>Redeems the code of the address that the page sent the browser to.</summary>
    /// <exception cref="SignInException">Declined, Refused; InvalidAnswer when the address belongs to another request or app.</exception>
    public Task<TokenAnswer> CompleteAsync(WebAppRequest request, Uri answer, CancellationToken ct) => SignInGuard.RunAsync(
        async () =>
        {
            var code = AuthorizationAnswer.ReadCode(answer, redirect, request.State);
            return TokenAnswers.From(await app.AcquireTokenByAuthorizationCode(request.Scopes, code)
                .WithPkceCodeVerifier(request.Verifier)
                .ExecuteAsync(ct)
                .ConfigureAwait(false));
        },
        ct);

    /// <summary>All of it at once, where the redirect address is on loopback: listens there, opens the page, redeems the code.</summary>
    /// <exception cref="SignInException">InvalidSettings when the redirect address is elsewhere; BrowserUnavailable when its port is taken; Declined, Refused …</exception>
    public Task<TokenAnswer> WithBrowserAsync(IReadOnlyList<string> scopes, BrowserSignIn options, CancellationToken ct) => SignInGuard.RunAsync(
        async () =>
        {
            if (!redirect.IsLoopback || redirect.Scheme != Uri.UriSchemeHttp)
            {
                throw SignInException.InvalidSettings("redirect_not_loopback", "The redirect address is not on this machine: open the page and hand its last address over.");
            }

            var request = await BeginAsync(scopes, options.AlsoConsentTo, ct).ConfigureAwait(false);
            using var receiver = new LoopbackReceiver(redirect);
            var answer = receiver.ReceiveAsync(ct);
            await (options.Open ?? SystemBrowser.OpenAsync)(request.Address).ConfigureAwait(false);
            return await CompleteAsync(request, await answer.ConfigureAwait(false), ct).ConfigureAwait(false);
        },
        ct);

    /// <inheritdoc cref="EntraSignIn.SilentAsync"/>
    public Task<TokenAnswer?> SilentAsync(IReadOnlyList<string> scopes, string? account, bool forceRefresh, CancellationToken ct) =>
        accounts.SilentAsync(scopes, account, forceRefresh, ct);

    /// <inheritdoc cref="EntraSignIn.AccountsAsync"/>
    public Task<IReadOnlyList<SignedInAccount>> AccountsAsync(CancellationToken ct) => accounts.ListAsync(ct);

    /// <inheritdoc cref="EntraSignIn.RemoveAsync"/>
    public Task RemoveAsync(string account, CancellationToken ct) => accounts.RemoveAsync(account, ct);

    public void Dispose() => http.Dispose();

    private static string NewState()
    {
        var octets = new byte[StateOctets];
        using var random = RandomNumberGenerator.Create();
        random.GetBytes(octets);
        return Convert.ToBase64String(octets).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }
}
