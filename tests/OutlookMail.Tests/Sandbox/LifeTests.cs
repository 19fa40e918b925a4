using System;
using System.Collections;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Reflection;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Http;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Starting, failing to start, and losing every connection at once.</summary>
public sealed class LifeTests
{
    [Fact]
    public async Task A_start_that_fails_at_the_last_port_gives_the_others_back()
    {
        int[] ports = FreePorts(4);
        using (var taken = new TcpListener(IPAddress.Loopback, ports[3]))
        {
            taken.Start();
            await Assert.ThrowsAsync<SocketException>(() => SandboxServer.StartAsync(Options(ports), TestContext.Current.CancellationToken));
        }

        await using SandboxServer server = await SandboxServer.StartAsync(Options(ports), TestContext.Current.CancellationToken);
        Assert.Equal(ports[3], server.Info.SmtpPort);
    }

    [Fact]
    public async Task Every_connection_is_dropped_at_once_and_new_ones_are_taken()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);
        await using SandboxWire imap = await SandboxWire.SignedInImapAsync(server);
        await using SandboxWire smtp = await SandboxWire.SignedInSmtpAsync(server);
        server.DropConnections();
        Assert.True(await IsClosedAsync(imap));
        Assert.True(await IsClosedAsync(smtp));
        await using SandboxWire again = await SandboxWire.SignedInImapAsync(server);
        Assert.StartsWith("1 OK ", await again.LastOfAsync("1 SELECT INBOX"));
    }

    /// <summary>As it was seen on a busy machine, where a client left while .NET's listener closed its connections.</summary>
    [Fact]
    public async Task A_web_listener_that_fails_while_it_is_stopped_keeps_nobody_waiting_and_gives_its_port_back()
    {
        WebServer web = WebServer.Open(0);
        var listener = (HttpListener)typeof(WebServer).GetField("listener", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(web)!;
        web.Start((_, _) => Task.FromResult(WebAnswer.Text("here")), _ => false);
        using var client = new HttpClient();
        Assert.Equal("here", await client.GetStringAsync(new Uri($"http://localhost:{web.Port}/"), TestContext.Current.CancellationToken));
        Assert.SkipUnless(TakeConnectionApart(listener), "This system has another HttpListener.");

        await web.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        await using WebServer again = WebServer.Open(web.Port);
        Assert.Equal(web.Port, again.Port);
    }

    // The state in which the callback of a read leaves a connection for a moment.
    private static bool TakeConnectionApart(HttpListener listener)
    {
        const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic;
        if (typeof(HttpListener).GetField("_connections", Inner)?.GetValue(listener) is not IDictionary connections)
        {
            return false;
        }

        foreach (object connection in connections.Keys)
        {
            connection.GetType().GetField("_context", Inner)!.SetValue(connection, null);
        }

        Assert.NotEmpty(connections);
        return true;
    }

    [Fact]
    public async Task Two_hundred_IMAP_and_fifty_SMTP_connections_work_at_once()
    {
        await using SandboxServer server = await SandboxServer.StartAsync(
            new SandboxOptions { ConnectionsPerMailbox = 0, MessagesPerMinute = 0 }, TestContext.Current.CancellationToken);
        SandboxWire[] imap = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => SandboxWire.SignedInImapAsync(server)));
        SandboxWire[] smtp = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SandboxWire.SignedInSmtpAsync(server)));
        await Task.WhenAll(smtp.Select(SendAsync));
        string[] selected = await Task.WhenAll(imap.Select(wire => wire.LastOfAsync("1 SELECT INBOX")));
        string[][] listed = await Task.WhenAll(imap.Select(wire => wire.AllOfAsync("2 FETCH 1:* (UID)")));

        Assert.All(selected, line => Assert.Equal("1 OK [READ-WRITE] SELECT completed.", line));
        Assert.All(listed, lines => Assert.Equal(50 + 1, lines.Length));
        foreach (SandboxWire wire in imap.Concat(smtp))
        {
            await wire.DisposeAsync();
        }
    }

    private static async Task SendAsync(SandboxWire wire)
    {
        await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
        await wire.LastOfAsync("RCPT TO:<ada@contoso.test>");
        await wire.LastOfAsync("DATA");
        Assert.StartsWith("250 ", await wire.LastOfAsync("Subject: many\r\n\r\nx\r\n."));
    }

    private static async Task<bool> IsClosedAsync(SandboxWire wire)
    {
        try
        {
            return await wire.ReadLineAsync() is null;
        }
        catch (System.IO.IOException)
        {
            return true;
        }
    }

    private static SandboxOptions Options(int[] ports) => new() { WebPort = ports[0], EntraPort = ports[1], ImapPort = ports[2], SmtpPort = ports[3] };

    private static int[] FreePorts(int count)
    {
        TcpListener[] probes = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener probe in probes)
        {
            probe.Start();
        }

        int[] ports = [.. probes.Select(p => ((IPEndPoint)p.LocalEndpoint).Port)];
        foreach (TcpListener probe in probes)
        {
            probe.Stop();
        }

        return ports;
    }
}
