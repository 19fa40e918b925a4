using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>
/// An app's own sign-in, without a person (RFC 6749 §4.4). Its tokens stay in this object: the credential gets another
/// one at any time, so none is worth a place on a disk.
/// </summary>
public sealed class AppSignIn : IDisposable
{
    private readonly EntraHttp http;
    private readonly IConfidentialClientApplication app;

    /// <exception cref="SignInException">InvalidSettings: also for a tenant that is none (common, organizations, consumers).</exception>
    public AppSignIn(SignInSettings settings, AppCredential credential)
    {
        settings.Check();
        if (settings.Tenant.ToLowerInvariant() is "common" or "organizations" or "consumers")
        {
            throw SignInException.InvalidSettings("invalid_tenant", "An app without a person signs in to one tenant: give its id or domain.");
        }

        http = new EntraHttp(settings);
        app = credential.Apply(ConfidentialClientApplicationBuilder.Create(settings.ClientId).At(settings.Cloud, settings.Tenant, http), settings.Proxy).Build();
    }

    /// <summary>A token for the app itself; from this object's memory while it lasts.</summary>
    /// <param name="scopes">One scope that ends in <c>/.default</c>: <see cref="MailScopes.AppOnly"/>.</param>
    /// <param name="forceRefresh">Ask although a token is at hand.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="SignInException">Refused, Transient, Network …</exception>
    public Task<TokenAnswer> TokenAsync(IReadOnlyList<string> scopes, bool forceRefresh, CancellationToken ct) => SignInGuard.RunAsync(
        async () => TokenAnswers.From(await app.AcquireTokenForClient(scopes).WithForceRefresh(forceRefresh).ExecuteAsync(ct).ConfigureAwait(false)),
        ct);

    public void Dispose() => http.Dispose();
}
