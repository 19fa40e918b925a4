using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>
/// One more try after a second on a server error without Retry-After. MSAL would do the same; it is done here because
/// MSAL waits on the machine's clock.
/// </summary>
internal sealed class RetryOnceHandler : DelegatingHandler
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TimeProvider time;

    public RetryOnceHandler(TimeProvider time) => this.time = time;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (request.Content is { } content)
        {
            await content.LoadIntoBufferAsync().ConfigureAwait(false);
        }

        var response = await base.SendAsync(request, ct).ConfigureAwait(false);
        if ((int)response.StatusCode < 500 || response.Headers.RetryAfter is not null)
        {
            return response;
        }

        response.Dispose();
        await time.DelayAsync(Pause, ct).ConfigureAwait(false);
        return await base.SendAsync(request, ct).ConfigureAwait(false);
    }
}
