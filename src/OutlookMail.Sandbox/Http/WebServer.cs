using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Sandbox.Http;

/// <summary>The framework's HttpListener on one loopback port: PowerShell ships no ASP.NET, and HTTP is not to be hand-written.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    // HttpListener refuses port 0, and a port seen free may be taken before it is ours.
    private const int PortAttempts = 50;

    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly HttpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object gate = new();
    private readonly HashSet<Task> running = [];
    private Task loop = Task.CompletedTask;

    private WebServer(HttpListener listener, int port)
    {
        this.listener = listener;
        Port = port;
    }

    public int Port { get; }

    /// <param name="port">0: any that is free.</param>
    public static WebServer Open(int port)
    {
        for (int attempt = 1; ; attempt++)
        {
            int candidate = port == 0 ? FreePort() : port;
            var listener = new HttpListener { IgnoreWriteExceptions = true };

            // Either name alone would answer 404 to the other.
            listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://localhost:{candidate}/"));
            listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{candidate}/"));
            try
            {
                listener.Start();
                return new WebServer(listener, candidate);
            }
            catch (Exception e) when (e is HttpListenerException or ArgumentNullException && port == 0 && attempt < PortAttempts)
            {
                // ArgumentNullException: .NET's own listener accepts before its tables are there, and somebody who looked for
                // the port's owner before was first at the door.
                listener.Close();
            }
        }
    }

    /// <param name="isSecure">Whether a request from that client came through the TLS front.</param>
    public void Start(Func<WebRequest, CancellationToken, Task<WebAnswer>> handle, Func<IPEndPoint?, bool> isSecure) =>
        loop = Task.Run(() => AcceptAsync(handle, isSecure));

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        stopped.SetResult();
        Abort();
        await loop.ConfigureAwait(false);
        Task[] open;
        lock (gate)
        {
            open = [.. running];
        }

        // HttpListener does not give up a read that a client keeps waiting: such a request ends with its connection.
        await Task.WhenAny(Task.WhenAll(open), Task.Delay(StopTimeout)).ConfigureAwait(false);
    }

    // .NET's own HttpListener (outside Windows) closes its connections with no lock that the callbacks of their reads and timers
    // take: one that a client leaves at that moment is half taken apart, and Abort meets its nulls. The port is free by then
    // and the listener closed; what is left open ends with the client. Who waits for a request is not told any more.
    private void Abort()
    {
        try
        {
            listener.Abort();
        }
        catch (Exception e) when (e is NullReferenceException or HttpListenerException or ObjectDisposedException or InvalidOperationException
            or System.IO.IOException or SocketException)
        {
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task AcceptAsync(Func<WebRequest, CancellationToken, Task<WebAnswer>> handle, Func<IPEndPoint?, bool> isSecure)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                Task<HttpListenerContext> next = listener.GetContextAsync();
                if (await Task.WhenAny(next, stopped.Task).ConfigureAwait(false) != next)
                {
                    _ = next.ContinueWith(ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                    return;
                }

                context = await next.ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            lock (gate)
            {
                Task task = Task.Run(() => AnswerAsync(context, handle, isSecure));
                running.Add(task);
                _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }

    private void Forget(Task task)
    {
        lock (gate)
        {
            running.Remove(task);
        }
    }

    private async Task AnswerAsync(
        HttpListenerContext context, Func<WebRequest, CancellationToken, Task<WebAnswer>> handle, Func<IPEndPoint?, bool> isSecure)
    {
        try
        {
            WebRequest? request = await WebRequest.ReadAsync(context.Request, isSecure(context.Request.RemoteEndPoint), stopping.Token).ConfigureAwait(false);
            WebAnswer answer = request is null ? WebAnswer.Text("The body is too large.", 413) : await handle(request, stopping.Token).ConfigureAwait(false);
            HttpListenerResponse response = context.Response;
            response.StatusCode = answer.Status;
            foreach (KeyValuePair<string, string> header in answer.Headers)
            {
                response.Headers.Add(header.Key, header.Value);
            }

            response.ContentType = answer.ContentType;
            response.ContentLength64 = answer.Body.Length;
            if (answer.Body.Length > 0 && context.Request.HttpMethod != "HEAD")
            {
                await response.OutputStream.WriteAsync(answer.Body, stopping.Token).ConfigureAwait(false);
            }

            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or OperationCanceledException
            or System.IO.IOException or InvalidOperationException or ProtocolViolationException)
        {
            // The client left or the sandbox stops.
        }
        finally
        {
            try
            {
                context.Response.Abort();
            }
            catch (ObjectDisposedException)
            {
                // It was answered and closed.
            }
        }
    }
}
