using System;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OutlookMail.Benchmarks;

/// <summary>Mails over STARTTLS with a token on a bare stream; of a reply only its line ends are looked for.</summary>
internal sealed class RawSubmission : IDisposable
{
    private readonly TcpClient _client;
    private readonly SslStream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];

    public RawSubmission(string host, int port, X509Certificate2 authority, string user, string token)
    {
        _client = new TcpClient { NoDelay = true };
        _client.Connect(host, port);
        NetworkStream bare = _client.GetStream();
        bare.ReadExactly(_buffer, 0, 1);
        _ = bare.Read(_buffer);
        bare.Write("EHLO bench\r\n"u8);
        _ = bare.Read(_buffer);
        bare.Write("STARTTLS\r\n"u8);
        _ = bare.Read(_buffer);
        _stream = new SslStream(bare);
        _stream.AuthenticateAsClient(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { authority },
            },
        });
        _stream.Write("EHLO bench\r\n"u8);
        _ = _stream.Read(_buffer);
        string response = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user={user}\u0001auth=Bearer {token}\u0001\u0001"));
        _stream.Write(Encoding.ASCII.GetBytes($"AUTH XOAUTH2 {response}\r\n"));
        ReadLines(1);
        if (_buffer[0] != (byte)'2')
        {
            throw new InvalidOperationException("The server took no token.");
        }
    }

    /// <param name="pipelined">Each mail's commands in one write with the end of the mail before.</param>
    public long Send(byte[] group, byte[] message, int mails, bool pipelined)
    {
        byte[] end = [.. message, .. ".\r\n"u8];
        byte[] endAndGroup = [.. end, .. group];
        for (int i = 0; i < mails; i++)
        {
            if (i == 0 || !pipelined)
            {
                _stream.Write(group);
                ReadLines(3);
            }

            bool rides = pipelined && i + 1 < mails;
            _stream.Write(rides ? endAndGroup : end);
            ReadLines(rides ? 4 : 1);
        }

        return (long)mails * message.Length;
    }

    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
    }

    private void ReadLines(int lines)
    {
        while (lines > 0)
        {
            int read = _stream.Read(_buffer);
            if (read == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            lines -= _buffer.AsSpan(0, read).Count((byte)'\n');
        }
    }
}
