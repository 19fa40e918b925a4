using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Wire;

public class TlsTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_server_of_the_given_ca_is_trusted(string host)
    {
        using var ca = new MadeCertificates();
        await using var server = new TlsServer(ca.Leaf(host), "hello\r\n");
        await using WireConnection connection = await ConnectAsync(server, ca.Authority, host);
        Assert.True(connection.IsSecure);
        Assert.Equal("hello", Encoding.ASCII.GetString((await connection.Input.ReadLineAsync(100, CancellationToken.None)).Span));
    }

    [Fact]
    public async Task Another_ca_of_the_same_name_is_not()
    {
        using var ca = new MadeCertificates();
        using var other = new MadeCertificates();
        await RefusedAsync(ca.Leaf("localhost"), other.Authority, TlsFailedException.UntrustedRoot);
    }

    [Fact]
    public async Task Another_ca_of_another_name_is_not()
    {
        using var ca = new MadeCertificates();
        using var other = new MadeCertificates("CN=Other CA");
        await RefusedAsync(ca.Leaf("localhost"), other.Authority, TlsFailedException.UntrustedRoot);
    }

    [Fact]
    public async Task Without_a_ca_the_machines_roots_decide()
    {
        using var ca = new MadeCertificates();
        await RefusedAsync(ca.Leaf("localhost"), null, TlsFailedException.UntrustedRoot);
    }

    [Fact]
    public async Task A_self_signed_certificate_is_not_trusted()
    {
        using var ca = new MadeCertificates();
        using var self = new MadeCertificates("CN=localhost");
        await RefusedAsync(self.Leaf("localhost"), ca.Authority, TlsFailedException.UntrustedRoot);
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        using var ca = new MadeCertificates();
        await RefusedAsync(ca.Leaf("imap.contoso.test"), ca.Authority, TlsFailedException.NameMismatch);
    }

    [Fact]
    public async Task An_expired_certificate_is_refused()
    {
        using var ca = new MadeCertificates();
        X509Certificate2 leaf = ca.Leaf("localhost", DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(-1));
        await RefusedAsync(leaf, ca.Authority, TlsFailedException.Expired);
    }

    [Fact]
    public async Task A_certificate_that_is_not_yet_valid_is_refused()
    {
        using var ca = new MadeCertificates();
        X509Certificate2 leaf = ca.Leaf("localhost", DateTimeOffset.UtcNow.AddDays(1), DateTimeOffset.UtcNow.AddDays(10));
        await RefusedAsync(leaf, ca.Authority, TlsFailedException.NotYetValid);
    }

    [Fact]
    public async Task A_leaf_of_an_expired_ca_is_refused()
    {
        DateTimeOffset yesterday = DateTimeOffset.UtcNow.AddDays(-1);
        using var ca = new MadeCertificates(until: yesterday);
        X509Certificate2 leaf = ca.Leaf("localhost", yesterday.AddDays(-10), yesterday.AddHours(-1));
        await RefusedAsync(leaf, ca.Authority, TlsFailedException.Expired);
    }

    [Fact]
    public async Task A_certificate_for_clients_is_no_servers()
    {
        using var ca = new MadeCertificates();
        await RefusedAsync(ca.Leaf("localhost", usage: "1.3.6.1.5.5.7.3.2"), ca.Authority, TlsFailedException.InvalidChain);
    }

    [Fact]
    public async Task What_came_before_starttls_is_dropped()
    {
        using var ca = new MadeCertificates();
        await using var server = new TlsServer(ca.Leaf("localhost"), "behind TLS\r\n", "A1 OK begin\r\nA2 OK injected\r\n"u8.ToArray());
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        await using WireConnection connection = WireConnection.FromStream(
            new NetworkStream(socket, true), new WireOptions { CertificateAuthority = ca.Authority });
        await connection.Input.ReadLineAsync(100, CancellationToken.None);
        connection.Output.Write("x"u8);
        await connection.Output.FlushAsync(CancellationToken.None);
        await connection.StartTlsAsync("localhost", CancellationToken.None);
        Assert.Equal("behind TLS", Encoding.ASCII.GetString((await connection.Input.ReadLineAsync(100, CancellationToken.None)).Span));
    }

    [Fact]
    public async Task A_server_that_speaks_no_tls_is_a_failed_handshake()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task answer = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await client.GetStream().WriteAsync("* OK plain text from the start\r\n"u8.ToArray());
            await client.GetStream().CopyToAsync(System.IO.Stream.Null);
        });
        TlsFailedException e = await Assert.ThrowsAsync<TlsFailedException>(() => WireConnection.ConnectAsync(
            new WireEndpoint("localhost", ((IPEndPoint)listener.LocalEndpoint).Port, TlsMode.Implicit), new WireOptions(), CancellationToken.None));
        Assert.Equal(TlsFailedException.Handshake, e.Reason);
        await answer;
    }

    [Fact]
    public async Task Nobody_listening_is_a_broken_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await Assert.ThrowsAsync<ConnectionBrokenException>(() => WireConnection.ConnectAsync(
            new WireEndpoint("127.0.0.1", port, TlsMode.Implicit), new WireOptions(), CancellationToken.None));
    }

    [Fact]
    public async Task A_server_that_never_answers_the_handshake_meets_the_connect_timeout()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var time = new ManualTime();
        Task<WireConnection> connecting = WireConnection.ConnectAsync(
            new WireEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, TlsMode.Implicit),
            new WireOptions { Time = time },
            CancellationToken.None);
        using TcpClient accepted = await listener.AcceptTcpClientAsync();
        time.Advance(TimeSpan.FromSeconds(31));
        ConnectionBrokenException e = await Assert.ThrowsAsync<ConnectionBrokenException>(() => connecting);
        Assert.True(e.TimedOut);
    }

    private static Task<WireConnection> ConnectAsync(TlsServer server, X509Certificate2? authority, string host = "localhost")
    {
        return WireConnection.ConnectAsync(
            new WireEndpoint(host, server.Port, TlsMode.Implicit), new WireOptions { CertificateAuthority = authority }, CancellationToken.None);
    }

    private static async Task RefusedAsync(X509Certificate2 leaf, X509Certificate2? authority, string reason)
    {
        await using var server = new TlsServer(leaf, "never seen");
        TlsFailedException e = await Assert.ThrowsAsync<TlsFailedException>(() => ConnectAsync(server, authority));
        Assert.Equal(reason, e.Reason);
        Assert.Equal("localhost", e.Host);
    }
}
