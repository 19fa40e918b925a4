using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace OutlookMail.Tests.SignIn;

/// <summary>An HTTP proxy that wants a name and a password, connects to what it is told, and remembers it.</summary>
internal sealed class ForwardingProxy : IDisposable
{
    public const string Credentials = "ada:p%40ss";
    private const string Basic = "YWRhOnBAc3M=";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public ForwardingProxy()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public string Address => $"http://{Credentials}@localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentQueue<string> Targets { get; } = new();

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                while (await ReadHeadAsync(stream) is { Length: > 0 } head)
                {
                    if (!head.Contains("Proxy-Authorization: Basic " + Basic, StringComparison.OrdinalIgnoreCase))
                    {
                        await stream.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                        continue;
                    }

                    var words = head.Split(' ');
                    var isTunnel = words[0] == "CONNECT";
                    var target = isTunnel ? new Uri("tcp://" + words[1]) : new Uri(words[1]);
                    Targets.Enqueue(target.Authority);
                    using var server = new TcpClient();
                    await server.ConnectAsync(target.Host, target.Port);
                    if (isTunnel)
                    {
                        await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
                    }
                    else
                    {
                        // RFC 9112 §3.2: the absolute form is for proxies, the origin form for servers.
                        await server.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head.Replace(words[1], target.PathAndQuery, StringComparison.Ordinal)));
                    }

                    await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
                    return;
                }
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // One side went away.
            }
        }
    }

    private static async Task<string> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var octet = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(octet) == 0)
            {
                return "";
            }

            head.Append((char)octet[0]);
        }

        return head.ToString();
    }
}
