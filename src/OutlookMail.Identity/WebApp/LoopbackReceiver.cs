using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>Waits on a loopback redirect address for the browser that brings the answer.</summary>
internal sealed class LoopbackReceiver : IDisposable
{
    private static readonly byte[] Page = Encoding.UTF8.GetBytes(
        "<!DOCTYPE html><title>Done</title><p>The sign-in page is done. The shell says how it went. You can close this page.");

    // Another process may take the free port in the moment before it is listened on.
    private const int PortTries = 20;

    // A code and a state are some 2 KB.
    private const int FormLimit = 64 * 1024;

    private readonly HttpListener listener = new();
    private readonly Uri redirect;

    /// <exception cref="HttpListenerException">The port is taken.</exception>
    public LoopbackReceiver(Uri redirect)
    {
        this.redirect = redirect;
        listener.Prefixes.Add(redirect.GetLeftPart(UriPartial.Authority) + "/");
        listener.Start();
    }

    /// <summary>Letter by letter as it is registered, but for the port, which Entra ignores (RFC 8252 §7.3).</summary>
    public string Redirect => redirect.GetLeftPart(UriPartial.Authority);

    /// <summary>Listens at http://localhost, on a port that nobody else has.</summary>
    /// <exception cref="HttpListenerException">No port is free.</exception>
    public static LoopbackReceiver OnFreePort()
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return new LoopbackReceiver(new UriBuilder("http", "localhost", FreePort()).Uri);
            }
            catch (HttpListenerException) when (tries < PortTries)
            {
            }
        }
    }

    /// <returns>The redirect address with the answer's fields as its query, however the browser brought them.</returns>
    public async Task<Uri> ReceiveAsync(CancellationToken ct)
    {
        using var stop = ct.Register(listener.Close);
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync().ConfigureAwait(false);
                var answer = await ReadAsync(context.Request).ConfigureAwait(false);
                await RespondAsync(context.Response, answer is not null).ConfigureAwait(false);
                if (answer is not null)
                {
                    return answer;
                }
            }
        }
        catch (Exception e) when (ct.IsCancellationRequested && e is HttpListenerException or ObjectDisposedException)
        {
            throw new OperationCanceledException(ct);
        }
    }

    public void Dispose() => listener.Close();

    private static int FreePort()
    {
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        try
        {
            return ((IPEndPoint)probe.LocalEndpoint).Port;
        }
        finally
        {
            probe.Stop();
        }
    }

    // A browser asks for its icon as well, and anybody here can knock: that is not the answer.
    private async Task<Uri?> ReadAsync(HttpListenerRequest request)
    {
        var asked = new Uri(redirect, request.RawUrl);
        if (!AuthorizationAnswer.SamePlace(asked, redirect))
        {
            return null;
        }

        if (request.HttpMethod == "POST")
        {
            asked = new UriBuilder(redirect) { Query = await ReadFormAsync(request.InputStream).ConfigureAwait(false) }.Uri;
        }

        return AuthorizationAnswer.HasState(asked) ? asked : null;
    }

    private static async Task<string> ReadFormAsync(Stream body)
    {
        var form = new byte[FormLimit];
        var length = 0;
        for (int count; length < form.Length && (count = await body.ReadAsync(form, length, form.Length - length).ConfigureAwait(false)) > 0;)
        {
            length += count;
        }

        return Encoding.ASCII.GetString(form, 0, length);
    }

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
