using System;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace OutlookMail.Identity;

/// <summary>
/// A token of the identity that Azure gives the machine, function or runbook this runs in. Which service is asked, the
/// host's environment variables decide (IDENTITY_ENDPOINT and IDENTITY_HEADER in App Service and Azure Automation, else
/// the machine's metadata service). There is no secret at all.
/// </summary>
public sealed class ManagedIdentitySignIn : IDisposable
{
    private const string DefaultSuffix = "/.default";

    private readonly EntraHttp http;
    private readonly IManagedIdentityApplication app;

    /// <param name="clientId">The client id of a user-assigned identity; null for the system-assigned one.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="SignInException">InvalidSettings: the id is no GUID.</exception>
    public ManagedIdentitySignIn(string? clientId = null, TimeProvider? time = null)
    {
        if (clientId is not null && !Guid.TryParse(clientId, out _))
        {
            throw SignInException.InvalidSettings("invalid_client_id", "The client id of a user-assigned identity is a GUID.");
        }

        http = EntraHttp.ForIdentityEndpoint(time ?? TimeProvider.System);
        app = ManagedIdentityApplicationBuilder
            .Create(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.WithUserAssignedClientId(clientId))
            .WithHttpClientFactory(http, retryOnceOn5xx: false)
            .Build();
    }

    /// <summary>A token for a resource; from memory while it lasts.</summary>
    /// <param name="resource">With or without <c>/.default</c>: <see cref="CloudEndpoints.AppOnlyResource"/>.</param>
    /// <param name="forceRefresh">Ask although a token is at hand.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="SignInException">ManagedIdentityUnavailable where this runs on no Azure host; Refused, Transient, Network …</exception>
    public Task<TokenAnswer> TokenAsync(string resource, bool forceRefresh, CancellationToken ct) => SignInGuard.RunAsync(
        async () => TokenAnswers.From(await app
            .AcquireTokenForManagedIdentity(WithoutDefault(resource))
            .WithForceRefresh(forceRefresh)
            .ExecuteAsync(ct)
            .ConfigureAwait(false)),
        ct);

    public void Dispose() => http.Dispose();

    private static string WithoutDefault(string resource) =>
        resource.EndsWith(DefaultSuffix, StringComparison.Ordinal) ? resource.Substring(0, resource.Length - DefaultSuffix.Length) : resource;
}
