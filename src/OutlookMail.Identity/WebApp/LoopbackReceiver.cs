using System;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>Waits on a loopback redirect address for the browser that brings the answer.</summary>
internal sealed class LoopbackReceiver : IDisposable
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><title>Done</title><p>The sign-in page is done. The shell says how it went. You can close this page.");

    private readonly HttpListener listener = new();
    private readonly Uri redirect;

    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public LoopbackReceiver(Uri redirect)
    {
        this.redirect = redirect;
        listener.Prefixes.Add(redirect.GetLeftPart(UriPartial.Authority) + "/");
        listener.Start();
    }

    /// <returns>The address that the browser asked for, with its query.</returns>
    public async Task<Uri> ReceiveAsync(CancellationToken ct)
    {
        using var stop = ct.Register(listener.Close);
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync().ConfigureAwait(false);
                var asked = new Uri(redirect, context.Request.RawUrl);
                var ours = context.Request.HttpMethod == "GET" && AuthorizationAnswer.SamePlace(asked, redirect);
                await RespondAsync(context.Response, ours).ConfigureAwait(false);
                if (ours)
                {
                    return asked;
                }
            }
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is HttpListenerException or ObjectDisposedException)
        {
            throw new OperationCanceledException(ct);
        }
    }

    public void Dispose() => listener.Close();

    // A browser asks for its icon as well: that is not the answer.
    private static async Task RespondAsync(HttpListenerResponse response, bool ours)
    {
        response.StatusCode = (int)(ours ? HttpStatusCode.OK : HttpStatusCode.NotFound);
        if (ours)
        {
            response.ContentType = "text/html; charset=utf-8";
            response.ContentLength64 = Page.Length;
            await response.OutputStream.WriteAsync(Page, 0, Page.Length).ConfigureAwait(false);
        }

        response.Close();
    }
}
