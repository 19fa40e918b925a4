using System;
using System.Net.Sockets;

namespace OutlookMail.Benchmarks;

/// <summary>Mails on a bare socket, in the fastest way .NET has (connected and read synchronously); of a reply only its line
/// ends are looked for.</summary>
internal sealed class RawSmtp : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    public RawSmtp(Settings settings)
    {
        _socket.Connect(settings.Host, settings.Port);
        ReadLines(1);
        _socket.Send("EHLO [127.0.0.1]\r\n"u8);
        _socket.Receive(_buffer);
    }

    /// <returns>Octets sent.</returns>
    public long Send(byte[] group, byte[] message, int mails, bool pipelined)
    {
        byte[] end = [.. message, .. ".\r\n"u8];
        byte[] endAndGroup = [.. end, .. group];
        long sent = 0;
        for (int i = 0; i < mails; i++)
        {
            if (i == 0 || !pipelined)
            {
                sent += _socket.Send(group);
                ReadLines(3);
            }

            bool rides = pipelined && i + 1 < mails;
            sent += _socket.Send(rides ? endAndGroup : end);
            ReadLines(rides ? 4 : 1);
        }

        return sent;
    }

    public void Dispose() => _socket.Dispose();

    private void ReadLines(int lines)
    {
        while (lines > 0)
        {
            int read = _socket.Receive(_buffer);
            if (read == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            lines -= _buffer.AsSpan(0, read).Count((byte)'\n');
        }
    }
}
