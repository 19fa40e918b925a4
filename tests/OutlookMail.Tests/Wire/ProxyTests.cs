using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Wire;

/// <summary>Proxies that are a script over a real socket: what they are asked, and what their answers come to.</summary>
public sealed class ProxyTests : IDisposable
{
    private static readonly WireEndpoint Server = new("smtp.contoso.test", 587, TlsMode.StartTls);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public ProxyTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    [Theory]
    [InlineData("", "")]
    [InlineData("ada:p%40ss@", "Proxy-Authorization: Basic YWRhOnBAc3M=\r\n")]
    public async Task A_CONNECT_is_asked_for_and_what_follows_is_the_servers(string credentials, string header)
    {
        Task<string> proxy = ServeAsync(async stream =>
        {
            string request = await ReadToAsync(stream, "\r\n\r\n");
            await stream.WriteAsync("HTTP/1.1 200 Connection established\r\nVia: x\r\n\r\n220 mail\r\n"u8.ToArray());
            return request;
        });
        await using WireConnection connection = await ConnectAsync("http", credentials);
        Assert.Equal("220 mail", Encoding.ASCII.GetString((await connection.Input.ReadLineAsync(100, CancellationToken.None)).Span));
        Assert.Equal($"CONNECT smtp.contoso.test:587 HTTP/1.1\r\nHost: smtp.contoso.test:587\r\n{header}\r\n", await proxy);
    }

    [Theory]
    [InlineData("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n", 407)]
    [InlineData("HTTP/1.0 403 Forbidden\r\n\r\n", 403)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://login\r\n\r\n", 302)]
    [InlineData("220 mail.contoso.test ESMTP\r\n\r\n", -1)]
    [InlineData("HTTP/1.1 2000 x\r\n", -1)]
    [InlineData("HTTP/1.1 200 OK\r\nhalf a", -1)]
    [InlineData("", -1)]
    public async Task Any_other_answer_to_CONNECT_is_a_refusal(string answer, int status)
    {
        Task proxy = ServeAsync(async stream =>
        {
            await ReadToAsync(stream, "\r\n\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            return string.Empty;
        });
        var refused = await Assert.ThrowsAsync<ProxyRefusedException>(() => ConnectAsync("http", "ada:secret@"));
        Assert.Equal(status, refused.Status);
        Assert.DoesNotContain("secret", refused.ToString());
        await proxy;
    }

    [Fact]
    public async Task An_endless_answer_ends_at_the_limit()
    {
        Task proxy = ServeAsync(async stream =>
        {
            await ReadToAsync(stream, "\r\n\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X-Header: y\r\n", 5000))));
            return string.Empty;
        });
        var refused = await Assert.ThrowsAsync<ProxyRefusedException>(() => ConnectAsync("http", ""));
        Assert.Contains("does not end", refused.Message);
        await proxy;
    }

    [Theory]
    [InlineData("smtp.contoso.test", "03" + "11" + "736D74702E636F6E746F736F2E74657374")]
    [InlineData("192.0.2.1", "01C0000201")]
    [InlineData("2001:db8::1", "0420010DB8000000000000000000000001")]
    public async Task SOCKS5_gets_the_name_or_address(string host, string address)
    {
        Task<string> proxy = ServeAsync(async stream =>
        {
            Assert.Equal("050100", await ReadHexAsync(stream, 3));
            await stream.WriteAsync(new byte[] { 5, 0 });
            string request = await ReadHexAsync(stream, 3 + (address.Length / 2) + 2);
            // It names the address it connects from, here one of each kind.
            await stream.WriteAsync(Convert.FromHexString(host[0] == 's' ? "05000003" + "016100" + "50" : host[0] == '1' ? "05000001" + "7F0000010050" : "05000004" + new string('0', 32) + "0050"));
            await stream.WriteAsync("220 mail\r\n"u8.ToArray());
            return request;
        });
        await using WireConnection connection = await ConnectAsync("socks5", "", new WireEndpoint(host, 587, TlsMode.StartTls));
        Assert.Equal("220 mail", Encoding.ASCII.GetString((await connection.Input.ReadLineAsync(100, CancellationToken.None)).Span));
        Assert.Equal("050100" + address + "024B", await proxy);
    }

    [Fact]
    public async Task SOCKS5_signs_in_when_a_user_is_given()
    {
        Task<string> proxy = ServeAsync(async stream =>
        {
            Assert.Equal("050102", await ReadHexAsync(stream, 3));
            await stream.WriteAsync(new byte[] { 5, 2 });
            string signIn = await ReadHexAsync(stream, 7);
            await stream.WriteAsync(new byte[] { 1, 0 });
            await ReadHexAsync(stream, 3 + 19 + 1);
            await stream.WriteAsync(Convert.FromHexString("05000001000000000000"));
            return signIn;
        });
        await using WireConnection connection = await ConnectAsync("socks5", "ab:pw@");
        Assert.Equal("0102616202" + "7077", await proxy);
    }

    [Theory]
    [InlineData("", "05FF", 255)]
    [InlineData("a:b@", "0500", 0)]
    [InlineData("a:b@", "0502,0101", 1)]
    [InlineData("", "0500,05020001000000000000", 2)]
    [InlineData("", "0500,05050001000000000000", 5)]
    [InlineData("", "0500,05000009", -1)]
    [InlineData("", "485454502F31", -1)]
    public async Task Any_other_answer_of_SOCKS5_is_a_refusal(string credentials, string answers, int status)
    {
        Task proxy = ServeAsync(async stream =>
        {
            foreach (string answer in answers.Split(','))
            {
                await stream.ReadAtLeastAsync(new byte[1000], 1);
                await stream.WriteAsync(Convert.FromHexString(answer));
            }

            return string.Empty;
        });
        var refused = await Assert.ThrowsAsync<ProxyRefusedException>(() => ConnectAsync("socks5h", credentials));
        Assert.Equal(status, refused.Status);
        await proxy;
    }

    [Fact]
    public async Task A_proxy_that_hangs_up_or_is_not_there_is_a_broken_connection()
    {
        Task proxy = ServeAsync(async stream =>
        {
            await stream.ReadAtLeastAsync(new byte[1000], 1);
            return string.Empty;
        });
        var broken = await Assert.ThrowsAsync<ConnectionBrokenException>(() => ConnectAsync("socks5", ""));
        Assert.Contains("proxy", broken.Message);
        await proxy;
        _listener.Stop();
        broken = await Assert.ThrowsAsync<ConnectionBrokenException>(() => ConnectAsync("http", ""));
        Assert.Contains("proxy", broken.Message);
    }

    [Fact]
    public async Task A_silent_proxy_meets_the_connect_timeout_and_cancellation()
    {
        var time = new ManualTime();
        Task<WireConnection> connecting = WireConnection.ConnectAsync(
            Server, new WireOptions { Proxy = Proxy("http", ""), Time = time, ConnectTimeout = TimeSpan.FromSeconds(5) }, CancellationToken.None);
        using TcpClient accepted = await _listener.AcceptTcpClientAsync();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.True((await Assert.ThrowsAsync<ConnectionBrokenException>(() => connecting)).TimedOut);

        using var cancel = new CancellationTokenSource();
        connecting = WireConnection.ConnectAsync(Server, new WireOptions { Proxy = Proxy("socks5", "") }, cancel.Token);
        using TcpClient second = await _listener.AcceptTcpClientAsync();
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Theory]
    [InlineData("http://proxy:8080", "http://proxy:8080")]
    [InlineData("http://proxy", "http://proxy:80")]
    [InlineData("socks5://u:p@proxy", "socks5://proxy:1080")]
    [InlineData("socks5h://[::1]:9050/", "socks5://::1:9050")]
    public void An_address_is_read_and_shown_without_its_password(string address, string shown) => Assert.Equal(shown, WireProxy.Parse(address).ToString());

    [Theory]
    [InlineData("proxy:8080")]
    [InlineData("https://proxy:8443")]
    [InlineData("socks4://proxy")]
    [InlineData("http://proxy/path")]
    [InlineData("http://")]
    [InlineData("http://a%3Ab:secret@proxy")]
    [InlineData("")]
    public void Anything_else_is_refused_without_repeating_it(string address) =>
        Assert.DoesNotContain("secret", Assert.Throws<ArgumentException>(() => WireProxy.Parse(address)).Message);

    [Fact]
    public void SOCKS5_takes_255_octets_of_password() =>
        Assert.Throws<ArgumentException>(() => WireProxy.Parse("socks5://u:" + new string('p', 256) + "@proxy"));

    [Theory]
    [InlineData("smtp.office365.com", "OUTLOOKMAIL_PROXY=http://a:1 ALL_PROXY=http://b:2", "http://a:1")]
    [InlineData("smtp.office365.com", "ALL_PROXY=http://b:2", "http://b:2")]
    [InlineData("smtp.office365.com", "all_proxy=socks5://c:3", "socks5://c:3")]
    [InlineData("smtp.office365.com", "HTTPS_PROXY=http://d:4", null)]
    [InlineData("smtp.office365.com", "ALL_PROXY=http://b:2 NO_PROXY=x.test,.office365.com", null)]
    [InlineData("smtp.office365.com", "ALL_PROXY=http://b:2 NO_PROXY=OFFICE365.com", null)]
    [InlineData("smtp.office365.com", "ALL_PROXY=http://b:2 no_proxy=*", null)]
    [InlineData("smtp.notoffice365.com", "ALL_PROXY=http://b:2 NO_PROXY=office365.com", "http://b:2")]
    [InlineData("localhost", "ALL_PROXY=http://b:2", null)]
    [InlineData("127.0.0.2", "ALL_PROXY=http://b:2", null)]
    [InlineData("[::1]", "ALL_PROXY=http://b:2", null)]
    [InlineData("smtp.office365.com", "", null)]
    public void The_environment_names_a_proxy(string host, string variables, string? expected)
    {
        Dictionary<string, string> set = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        Assert.Equal(expected, WireProxy.FromEnvironment(host, name => set.GetValueOrDefault(name))?.ToString());
    }

    private WireProxy Proxy(string scheme, string credentials) =>
        WireProxy.Parse($"{scheme}://{credentials}127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    private Task<WireConnection> ConnectAsync(string scheme, string credentials, WireEndpoint? server = null) =>
        WireConnection.ConnectAsync(server ?? Server, new WireOptions { Proxy = Proxy(scheme, credentials) }, CancellationToken.None);

    private async Task<string> ServeAsync(Func<NetworkStream, Task<string>> script)
    {
        using TcpClient client = await _listener.AcceptTcpClientAsync();
        return await script(client.GetStream());
    }

    private static async Task<string> ReadToAsync(Stream stream, string end)
    {
        var text = new StringBuilder();
        var octet = new byte[1];
        while (!text.ToString().EndsWith(end, StringComparison.Ordinal) && await stream.ReadAsync(octet) == 1)
            text.Append((char)octet[0]);
        return text.ToString();
    }

    private static async Task<string> ReadHexAsync(Stream stream, int count)
    {
        var octets = new byte[count];
        await stream.ReadExactlyAsync(octets);
        return Convert.ToHexString(octets);
    }
}
