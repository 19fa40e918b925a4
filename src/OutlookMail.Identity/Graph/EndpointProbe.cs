using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>Asks an HTTPS service for anything at all, to see that it answers and what time it has.</summary>
public sealed class EndpointProbe : IDisposable
{
    private readonly HttpClient http;

    /// <param name="settings">Certificate authority; nobody signs in by it here.</param>
    public EndpointProbe(SignInSettings settings) => http = EntraHttp.CreateClient(settings.Transport, settings.CertificateAuthority, settings.Proxy);

    /// <summary>The proxy that HTTPS goes through; null for none. What the sign-in does not name, the environment and the system decide.</summary>
    public static Uri? ProxyOf(SignInSettings settings, Uri address) =>
        (settings.Proxy ?? WebRequest.DefaultWebProxy) is { } proxy && !proxy.IsBypassed(address) && proxy.GetProxy(address) is { } through && through != address ? through : null;

    /// <summary>GET, without a token.</summary>
    /// <returns>The status, and the server's clock when its answer names it.</returns>
    /// <exception cref="SignInException">Network or TlsFailed.</exception>
    public async Task<(int Status, DateTimeOffset? Date)> GetAsync(Uri address, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync(address, ct).ConfigureAwait(false);
            return ((int)response.StatusCode, response.Headers.Date);
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

    public void Dispose() => http.Dispose();
}
