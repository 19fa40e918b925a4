using System.IO;
using System.Net;
using System.Net.Sockets;

namespace OutlookMail.Tests.Wire;

/// <summary>Two ends of one connection on loopback.</summary>
internal static class PipePair
{
    public static (Stream Client, Stream Server) Create()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        return (client.GetStream(), listener.AcceptTcpClient().GetStream());
    }
}
