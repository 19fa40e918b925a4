using System;
using System.Collections.Concurrent;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace OutlookMail.Tests.SignIn;

/// <summary>An HTTP and SOCKS5 proxy that wants a name and a password, connects to what it is told unless it refuses all, and remembers it.</summary>
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

    public string Address => At("http", Credentials + "@");

    /// <summary>Answers 403, or SOCKS5's "not allowed", to every connection that is asked for.</summary>
    public bool RefusesAll { get; set; }

    public string At(string scheme, string credentials) => $"{scheme}://{credentials}localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

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
                var first = new byte[1];
                await stream.ReadExactlyAsync(first);
                await (first[0] == 5 ? Socks5Async(stream) : HttpAsync(stream, (char)first[0]));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
            {
                // One side went away.
            }
        }
    }

    private async Task HttpAsync(NetworkStream stream, char first)
    {
        while (await ReadHeadAsync(stream, first) is { Length: > 0 } head)
        {
            first = '\0';
            if (!head.Contains("Proxy-Authorization: Basic " + Basic, StringComparison.OrdinalIgnoreCase))
            {
                await stream.WriteAsync("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                continue;
            }

            var words = head.Split(' ');
            var isTunnel = words[0] == "CONNECT";
            var target = isTunnel ? new Uri("tcp://" + words[1]) : new Uri(words[1]);
            Targets.Enqueue(target.Authority);
            if (RefusesAll)
            {
                await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                return;
            }

            // RFC 9112 §3.2: the absolute form is for proxies, the origin form for servers.
            await ForwardAsync(
                stream,
                target,
                isTunnel ? "HTTP/1.1 200 OK\r\n\r\n"u8.ToArray() : [],
                isTunnel ? [] : Encoding.ASCII.GetBytes(head.Replace(words[1], target.PathAndQuery, StringComparison.Ordinal)));
            return;
        }
    }

    // RFC 1928 §3 to §6 and RFC 1929 §2; the version octet is read.
    private async Task Socks5Async(NetworkStream stream)
    {
        var methods = await ReadAsync(stream, (await ReadAsync(stream, 1))[0]);
        if (Array.IndexOf(methods, (byte)2) < 0)
        {
            await stream.WriteAsync(new byte[] { 5, 0xFF });
            return;
        }

        await stream.WriteAsync(new byte[] { 5, 2 });
        await ReadAsync(stream, 1);
        var user = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
        var password = Encoding.UTF8.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0]));
        var knows = user + ":" + Uri.EscapeDataString(password) == Credentials;
        await stream.WriteAsync(new byte[] { 1, knows ? (byte)0 : (byte)1 });
        if (!knows)
        {
            return;
        }

        var kind = (await ReadAsync(stream, 4))[3];
        var host = kind switch
        {
            1 => new IPAddress(await ReadAsync(stream, 4)).ToString(),
            4 => new IPAddress(await ReadAsync(stream, 16)).ToString(),
            _ => Encoding.ASCII.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0])),
        };
        var port = await ReadAsync(stream, 2);
        var target = FormattableString.Invariant($"{host}:{(port[0] << 8) + port[1]}");
        Targets.Enqueue(target);
        byte[] reply = [5, RefusesAll ? (byte)2 : (byte)0, 0, 1, 0, 0, 0, 0, 0, 0];
        if (RefusesAll)
        {
            await stream.WriteAsync(reply);
            return;
        }

        await ForwardAsync(stream, new Uri("tcp://" + target), reply, []);
    }

    private static async Task ForwardAsync(NetworkStream stream, Uri target, byte[] answer, byte[] request)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(target.Host, target.Port);
        await stream.WriteAsync(answer);
        await server.GetStream().WriteAsync(request);
        await Task.WhenAny(stream.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(stream));
    }

    private static async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var octets = new byte[count];
        await stream.ReadExactlyAsync(octets);
        return octets;
    }

    private static async Task<string> ReadHeadAsync(Stream stream, char first)
    {
        var head = new StringBuilder(first == '\0' ? "" : first.ToString());
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
