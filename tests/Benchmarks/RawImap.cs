using System;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OutlookMail.Wire;

namespace OutlookMail.Benchmarks;

/// <summary>The same commands on a bare socket, in the fastest way .NET has (connected and read synchronously); the octets are thrown away.</summary>
internal sealed class RawImap : IDisposable
{
    private readonly Socket _socket;
    private readonly SslStream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public RawImap(Settings settings)
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _socket.Connect(settings.Host, settings.Port);
        _stream = new SslStream(new NetworkStream(_socket));
        var options = new SslClientAuthenticationOptions { TargetHost = settings.Host };
        if (settings.Authority is not null)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.Add(settings.Authority);
        }

        _stream.AuthenticateAsClient(options);
        _stream.ReadExactly(_buffer, 0, 1);
        Command("AUTHENTICATE XOAUTH2 " + Convert.ToBase64String(Sasl.XOAuth2(settings.User, settings.Token)));
        Command("SELECT \"" + settings.Folder + "\"");
    }

    /// <summary>Sends a command and reads until its tag; the octets read.</summary>
    public long Command(string command)
    {
        return Exchange(Encoding.ASCII.GetBytes(string.Format(CultureInfo.InvariantCulture, "X1 {0}\r\n", command)));
    }

    /// <summary>Sends whole commands, the last of which has the tag X1, and reads until its answer; the octets read.</summary>
    public long Exchange(ReadOnlySpan<byte> commands)
    {
        _stream.Write(commands);
        byte[] end = "\r\nX1 "u8.ToArray();
        long total = 0;
        int kept = 0;
        while (true)
        {
            int read = _stream.Read(_buffer, kept, _buffer.Length - kept);
            if (read == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            total += read;
            int filled = kept + read;
            // The tag stands at the start of a line at the very end of what has come.
            ReadOnlySpan<byte> tail = _buffer.AsSpan(Math.Max(0, filled - 512), Math.Min(512, filled));
            if (tail[^1] == (byte)'\n' && (tail.LastIndexOf(end) >= 0 || (total < 512 && tail.IndexOf("X1 "u8) >= 0)))
            {
                return total;
            }

            kept = Math.Min(4, filled);
            Buffer.BlockCopy(_buffer, filled - kept, _buffer, 0, kept);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _socket.Dispose();
    }
}
