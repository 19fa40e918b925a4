using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;

namespace OutlookMail.Wire;

/// <summary>CONNECT, RFC 9110 §9.3.6. Of the answer only the status matters; the octets behind its empty line are the
/// server's already. An HTTP library keeps them, and the connection, to itself.</summary>
internal static class HttpConnect
{
    // Enough for a proxy that sets cookies; one that sends more is no proxy.
    private const int MaxAnswer = 16 * 1024;

    public static async Task RunAsync(Stream stream, WireProxy proxy, WireEndpoint server)
    {
        string host = server.Host.IndexOf(':') >= 0 && server.Host[0] != '[' ? "[" + server.Host + "]" : server.Host;
        string authority = string.Format(CultureInfo.InvariantCulture, "{0}:{1}", host, server.Port);
        string request = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
        if (proxy.User is not null)
        {
            // RFC 7617 §2.
            request += "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(proxy.User + ":" + proxy.Password)) + "\r\n";
        }

        byte[] octets = Encoding.ASCII.GetBytes(request + "\r\n");
        await stream.WriteAsync(octets, 0, octets.Length).ConfigureAwait(false);
        string statusLine = await ReadHeadAsync(stream, proxy, server).ConfigureAwait(false);
        int status = Status(statusLine);
        if (status is < 200 or > 299)
        {
            throw new ProxyRefusedException(proxy, server, status, status < 0 ? "it does not speak HTTP." : Redaction.Plain(Encoding.ASCII.GetBytes(statusLine)));
        }
    }

    /// <summary>Reads up to the empty line and not an octet further.</summary>
    private static async Task<string> ReadHeadAsync(Stream stream, WireProxy proxy, WireEndpoint server)
    {
        var head = new StringBuilder();
        var octet = new byte[1];
        int lineLength = 0;
        int statusLength = -1;
        while (head.Length < MaxAnswer && await stream.ReadAsync(octet, 0, 1).ConfigureAwait(false) == 1)
        {
            if (octet[0] != '\n')
            {
                head.Append((char)octet[0]);
                lineLength += octet[0] == '\r' ? 0 : 1;
                continue;
            }

            if (statusLength < 0)
            {
                statusLength = head.Length;
            }

            if (lineLength == 0)
            {
                return head.ToString(0, statusLength).TrimEnd('\r');
            }

            lineLength = 0;
        }

        throw new ProxyRefusedException(proxy, server, -1, head.Length < MaxAnswer ? "it closed the connection." : "its answer does not end.");
    }

    // status-line = HTTP-version SP status-code SP [ reason-phrase ]
    private static int Status(string line) =>
        line.StartsWith("HTTP/1.", StringComparison.Ordinal) && line.Length >= 12 && line[8] == ' '
        && int.TryParse(line.Substring(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status) ? status : -1;
}
