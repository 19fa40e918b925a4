using System;
using System.Net.Http;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Identity.Client;

namespace OutlookMail.Identity;

/// <summary>The HTTP client that MSAL uses: verified TLS, then what evens out answers that MSAL cannot take.</summary>
internal sealed class EntraHttp : IMsalHttpClientFactory, IDisposable
{
    // Entra answers within a second or two. A machine that has no time for this process (fifty jobs that begin on the hour)
    // was seen to need more than thirty seconds for the handshake alone, and a job must not fail for that: HttpClient's own limit.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(100);

    // A token answer has some kilobytes.
    private const int MaxAnswer = 4 * 1024 * 1024;

    private readonly HttpClient client;

    public EntraHttp(SignInSettings settings)
    {
        var network = settings.Transport ?? EntraHttpHandlers.Create(settings.CertificateAuthority, settings.Proxy);
        client = Limited(new HttpClient(
            new TokenAnswerHandler(settings.Time) { InnerHandler = new RetryOnceHandler(settings.Time) { InnerHandler = network } },
            disposeHandler: settings.Transport is null));
    }

    /// <summary>For an identity endpoint of the host.</summary>
    public static EntraHttp ForIdentityEndpoint(TimeProvider time)
    {
        // The endpoint is on this machine or link-local (169.254.169.254), where no proxy has a way to.
        var http = new EntraHttp(new SignInSettings { Time = time, Proxy = EntraProxy.None });

        // Azure Automation's contract has this header beside X-IDENTITY-HEADER (azure-docs, automation managed-identity
        // pages); MSAL sends it to IMDS only. App Service does not mind it.
        http.client.DefaultRequestHeaders.Add("Metadata", "true");
        return http;
    }

    public static HttpClient CreateClient(SignInSettings settings) =>
        CreateClient(settings.Transport, settings.CertificateAuthority, settings.Proxy);

    public static HttpClient CreateClient(HttpMessageHandler? transport, X509Certificate2? authority, EntraProxy? proxy) =>
        Limited(transport is null ? new HttpClient(EntraHttpHandlers.Create(authority, proxy)) : new HttpClient(transport, disposeHandler: false));

    public HttpClient GetHttpClient() => client;

    public void Dispose() => client.Dispose();

    private static HttpClient Limited(HttpClient client)
    {
        client.Timeout = Timeout;
        client.MaxResponseContentBufferSize = MaxAnswer;
        return client;
    }
}
