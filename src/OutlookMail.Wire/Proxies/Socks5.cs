using System;
using System.IO;
using System.Net;
using System.Text;
using System.Threading.Tasks;

namespace OutlookMail.Wire;

/// <summary>SOCKS5's CONNECT, RFC 1928, with the user name of RFC 1929. The server's name goes to the proxy unresolved.</summary>
internal static class Socks5
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserAndPassword = 2;
    private const byte Connect = 1;
    private const byte Ipv4 = 1;
    private const byte DomainName = 3;
    private const byte Ipv6 = 4;

    public static bool IsTooLong(string text) => Encoding.UTF8.GetByteCount(text) > byte.MaxValue;

    public static async Task RunAsync(Stream stream, WireProxy proxy, WireEndpoint server)
    {
        byte method = proxy.User is null ? NoAuthentication : UserAndPassword;
        await SendAsync(stream, [Version, 1, method]).ConfigureAwait(false);
        byte[] choice = await ReadAsync(stream, 2).ConfigureAwait(false);
        if (choice[0] != Version)
        {
            throw new ProxyRefusedException(proxy, server, -1, "it does not speak SOCKS5.");
        }

        if (choice[1] != method)
        {
            throw new ProxyRefusedException(proxy, server, choice[1], proxy.User is null ? "it wants a user name." : "it takes no user name and password.");
        }

        if (method == UserAndPassword)
        {
            await SignInAsync(stream, proxy, server).ConfigureAwait(false);
        }

        await SendAsync(stream, Request(proxy, server)).ConfigureAwait(false);
        byte[] reply = await ReadAsync(stream, 4).ConfigureAwait(false);
        if (reply[0] != Version || reply[1] != 0)
        {
            throw new ProxyRefusedException(proxy, server, reply[0] == Version ? reply[1] : -1, Meaning(reply[0] == Version ? reply[1] : -1));
        }

        // The address the proxy connects from: of no use, and in front of the server's first octet.
        int length = reply[3] switch
        {
            Ipv4 => 4,
            Ipv6 => 16,
            DomainName => (await ReadAsync(stream, 1).ConfigureAwait(false))[0],
            _ => throw new ProxyRefusedException(proxy, server, -1, "it does not speak SOCKS5."),
        };
        await ReadAsync(stream, length + 2).ConfigureAwait(false);
    }

    private static async Task SignInAsync(Stream stream, WireProxy proxy, WireEndpoint server)
    {
        byte[] user = Encoding.UTF8.GetBytes(proxy.User!);
        byte[] password = Encoding.UTF8.GetBytes(proxy.Password!);
        await SendAsync(stream, [1, (byte)user.Length, .. user, (byte)password.Length, .. password]).ConfigureAwait(false);
        byte[] answer = await ReadAsync(stream, 2).ConfigureAwait(false);
        if (answer[1] != 0)
        {
            throw new ProxyRefusedException(proxy, server, answer[1], "it does not take the user name and password.");
        }
    }

    private static byte[] Request(WireProxy proxy, WireEndpoint server)
    {
        byte[] address;
        byte type;
        if (IPAddress.TryParse(server.Host.Trim('[', ']'), out IPAddress? ip))
        {
            address = ip.GetAddressBytes();
            type = address.Length == 4 ? Ipv4 : Ipv6;
        }
        else
        {
            byte[] name = Encoding.ASCII.GetBytes(server.Host);
            if (name.Length > byte.MaxValue)
            {
                throw new ProxyRefusedException(proxy, server, -1, "the server's name is too long for SOCKS5.");
            }

            address = [(byte)name.Length, .. name];
            type = DomainName;
        }

        return [Version, Connect, 0, type, .. address, (byte)(server.Port >> 8), (byte)server.Port];
    }

    // RFC 1928 §6.
    private static string Meaning(int reply) => reply switch
    {
        1 => "it failed.",
        2 => "its rules do not allow it.",
        3 => "the network is unreachable.",
        4 => "the host is unreachable.",
        5 => "the server refused.",
        6 => "it took too long.",
        7 => "it does not know CONNECT.",
        8 => "it does not know this kind of address.",
        _ => "it does not speak SOCKS5.",
    };

    private static Task SendAsync(Stream stream, byte[] octets) => stream.WriteAsync(octets, 0, octets.Length);

    private static async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var octets = new byte[count];
        for (int read = 0; read < count;)
        {
            int more = await stream.ReadAsync(octets, read, count - read).ConfigureAwait(false);
            if (more == 0)
            {
                throw new EndOfStreamException();
            }

            read += more;
        }

        return octets;
    }
}
