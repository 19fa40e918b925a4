using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;

namespace OutlookMail.Tests.Wire;

/// <summary>
/// Goes along with one client for some steps and then does nothing more, its connection open. A step is <c>TLS</c> (the
/// handshake), <c>C</c> (takes a line; of the next <c>S</c>, <c>#</c> becomes its first word) or <c>S text</c> (says it,
/// and a line end).
/// </summary>
internal sealed class StallingServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task serving;

    public StallingServer(X509Certificate2 certificate, IReadOnlyList<string> steps)
    {
        listener.Start();
        serving = ServeAsync(certificate, steps);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>All steps were done: the client waits for the next.</summary>
    public Task Stalled => stalled.Task;

    public async ValueTask DisposeAsync()
    {
        end.TrySetResult();
        listener.Stop();
        await serving;
    }

    private async Task ServeAsync(X509Certificate2 certificate, IReadOnlyList<string> steps)
    {
        try
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            Stream stream = client.GetStream();
            string tag = "";
            foreach (string step in steps)
            {
                switch (step[0])
                {
                    case 'T':
                        var tls = new SslStream(stream);
                        await tls.AuthenticateAsServerAsync(certificate);
                        stream = tls;
                        break;
                    case 'C':
                        tag = await TakeLineAsync(stream);
                        break;
                    default:
                        await stream.WriteAsync(Encoding.ASCII.GetBytes(step.Substring(2).Replace("#", tag, StringComparison.Ordinal) + "\r\n"));
                        break;
                }
            }

            stalled.TrySetResult();
            await end.Task;
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or AuthenticationException)
        {
            // The client went away, or nobody came.
        }
    }

    private static async Task<string> TakeLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        do
        {
            await stream.ReadExactlyAsync(octet);
            line.Append((char)octet[0]);
        }
        while (octet[0] != '\n');

        return line.ToString().Split(' ', '\r')[0];
    }
}
