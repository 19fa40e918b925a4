using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using OutlookMail.Tests.SignIn;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Diagnosis;

/// <summary>The way to each service, and every place where it can end.</summary>
public class ConnectionTests
{
    private static readonly string[] MailStages = ["DNS", "TCP", "TLS", "Capability", "Auth", "Mailbox"];
    private static readonly string[] WebStages = ["DNS", "TCP", "TLS", "Capability", "Clock", "Auth"];

    [Fact]
    public async Task With_a_session_every_stage_of_every_service_passes()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();

        var rows = await world.Client.TestConnectionAsync(session, new ConnectionTestRequest(), Ct).ToListAsync(Ct);

        Assert.All(rows, row => Assert.True(row.Status == OutlookPermissionStatus.Passed && row.Evidence.Length > 0, $"{row}: {row.Evidence}"));
        Assert.Equal(WebStages, Stages(rows, OutlookConnectionService.Login));
        Assert.Equal(WebStages, Stages(rows, OutlookConnectionService.Graph));
        Assert.Equal(MailStages, Stages(rows, OutlookConnectionService.Imap));
        Assert.Equal(MailStages, Stages(rows, OutlookConnectionService.Smtp));
        Assert.Contains(rows, row => row is { Service: OutlookConnectionService.Smtp, Stage: "Capability" } && row.Evidence.Contains("PIPELINING", StringComparison.Ordinal));
        Assert.Equal(0, await world.Client.GetMailAsync(session, new MailQuery(), Ct).CountAsync(Ct));
    }

    [Fact]
    public async Task Without_a_session_the_way_ends_before_the_sign_in()
    {
        await using var world = await StartAsync();

        var rows = await world.Client.TestConnectionAsync(new ConnectRequest { Sandbox = world.Sandbox.Info }, new ConnectionTestRequest(), Ct).ToListAsync(Ct);

        Assert.All(rows, row => Assert.Equal(row.Stage is "Auth" or "Mailbox" ? OutlookPermissionStatus.NotTested : OutlookPermissionStatus.Passed, row.Status));
    }

    [Fact]
    public async Task A_refused_sign_in_is_the_stage_that_fails_and_says_what_to_do()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        world.Sandbox.Exchange.SmtpClientAuthenticationDisabled = true;

        var rows = await world.Client.TestConnectionAsync(session, Only(OutlookConnectionService.Smtp), Ct).ToListAsync(Ct);

        var auth = rows.Single(row => row.Stage == "Auth");
        Assert.Equal((OutlookPermissionStatus.Failed, OutlookFixer.ExchangeAdministrator), (auth.Status, auth.WhoCanFix!.Value));
        Assert.Contains("Set-CASMailbox", auth.Fix, StringComparison.Ordinal);
        Assert.Equal(OutlookPermissionStatus.NotTested, rows.Single(row => row.Stage == "Mailbox").Status);
    }

    [Theory]
    [InlineData(OutlookConnectionService.Imap)]
    [InlineData(OutlookConnectionService.Smtp)]
    public async Task A_port_where_nobody_listens_is_named(OutlookConnectionService service)
    {
        var rows = await RowsAsync(service, FreePort(), null);

        Assert.Equal("TCP", Failed(rows).Stage);
        Assert.Contains("Nothing listens there", Failed(rows).Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OutlookConnectionService.Imap)]
    [InlineData(OutlookConnectionService.Smtp)]
    public async Task A_server_that_takes_the_connection_and_says_nothing_is_given_up(OutlookConnectionService service)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var rows = await RowsAsync(service, ((IPEndPoint)silent.LocalEndpoint).Port, null);

        Assert.Equal("TLS", Failed(rows).Stage);
        Assert.Contains("No answer came", Failed(rows).Cause, StringComparison.Ordinal);
        Assert.Equal(OutlookFixer.NetworkAdministrator, Failed(rows).WhoCanFix);
    }

    [Theory]
    [InlineData(OutlookConnectionService.Imap)]
    [InlineData(OutlookConnectionService.Smtp)]
    [InlineData(OutlookConnectionService.Login)]
    public async Task A_certificate_of_another_authority_fails_TLS(OutlookConnectionService service)
    {
        await using var world = await StartAsync();
        await using var other = await SandboxServer.StartAsync(new SandboxOptions(), Ct);
        var info = world.Sandbox.Info;

        var rows = await RowsAsync(service, service == OutlookConnectionService.Imap ? info.ImapPort : info.SmtpPort, other.CertificateAuthority, info.Authority);

        Assert.Equal("TLS", Failed(rows).Stage);
        Assert.Contains("certificate", Failed(rows).Cause, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(Failed(rows).Fix);
    }

    [Fact]
    public async Task A_name_that_DNS_does_not_know_fails_there()
    {
        var request = new ConnectRequest { Authority = "https://login.test", ImapServer = "imap.outlook.invalid" };

        var rows = await new OutlookClient(TimeProvider.System, _ => null).TestConnectionAsync(request, Only(OutlookConnectionService.Imap), Ct).ToListAsync(Ct);

        Assert.Equal("DNS", Failed(rows).Stage);
        Assert.Contains("DNS", Failed(rows).Cause, StringComparison.Ordinal);
        Assert.All(rows.Skip(1), row => Assert.Equal(OutlookPermissionStatus.NotTested, row.Status));
    }

    [Fact]
    public async Task A_clock_that_is_wrong_by_minutes_is_seen()
    {
        await using var world = await StartAsync();
        var late = new OutlookClient(new ShiftedTime(TimeSpan.FromMinutes(-9)), _ => null);

        var rows = await late.TestConnectionAsync(new ConnectRequest { Sandbox = world.Sandbox.Info }, Only(OutlookConnectionService.Login), Ct).ToListAsync(Ct);

        var clock = rows.Single(row => row.Stage == "Clock");
        Assert.Equal(OutlookPermissionStatus.Failed, clock.Status);
        Assert.Contains("behind the server's", clock.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5")]
    public async Task Through_a_proxy_every_stage_behind_it_passes(string scheme)
    {
        await using var world = await StartAsync();
        using var proxy = new ForwardingProxy();

        var rows = await BehindAsync(world, proxy.At(scheme, ForwardingProxy.Credentials + "@"));

        Assert.All(rows, row => Assert.True(row.Stage is "Auth" or "Mailbox" || (row.Status == OutlookPermissionStatus.Passed && row.Evidence.Length > 0), $"{row}: {row.Evidence}"));
        Assert.Equal(["Proxy", "Capability", "Clock", "Auth"], Stages(rows, OutlookConnectionService.Login));
        Assert.Equal(["Proxy", "TCP", "TLS", "Capability", "Auth", "Mailbox"], Stages(rows, OutlookConnectionService.Imap));
        Assert.All(rows.Where(row => row.Stage == "Proxy"), row => Assert.Equal($"Goes through {proxy.At(scheme, "")}.", row.Evidence));
        Assert.Contains($"localhost:{world.Sandbox.Info.ImapPort}", proxy.Targets);
        Assert.Contains($"localhost:{world.Sandbox.Info.SmtpPort}", proxy.Targets);
        Assert.Contains(world.Sandbox.Info.Authority["https://".Length..], proxy.Targets);
    }

    [Theory]
    [InlineData("http", "not there", "Proxy", "The proxy cannot be reached", "-Proxy")]
    [InlineData("socks5", "not there", "Proxy", "The proxy cannot be reached", "-Proxy")]
    [InlineData("http", "no password", "TCP", "wants a user name", "http://user:password@host:port")]
    [InlineData("socks5", "no password", "TCP", "wants a user name", "http://user:password@host:port")]
    [InlineData("http", "wrong password", "TCP", "wants a user name", "http://user:password@host:port")]
    [InlineData("socks5", "wrong password", "TCP", "wants a user name", "http://user:password@host:port")]
    [InlineData("http", "refuses", "TCP", "does not let this connection through", "allow CONNECT")]
    [InlineData("socks5", "refuses", "TCP", "does not let this connection through", "allow CONNECT")]
    public async Task A_proxy_in_the_way_is_named_with_what_is_wrong_with_it(string scheme, string trouble, string stage, string cause, string fix)
    {
        await using var world = await StartAsync();
        using var proxy = new ForwardingProxy { RefusesAll = trouble == "refuses" };
        var address = trouble switch
        {
            "not there" => $"{scheme}://{ForwardingProxy.Credentials}@localhost:{FreePort()}",
            "no password" => proxy.At(scheme, ""),
            "wrong password" => proxy.At(scheme, "ada:s3cret-password@"),
            _ => proxy.At(scheme, ForwardingProxy.Credentials + "@"),
        };

        var rows = await BehindAsync(world, address);

        foreach (var service in new[] { OutlookConnectionService.Login, OutlookConnectionService.Graph, OutlookConnectionService.Imap, OutlookConnectionService.Smtp })
        {
            var failed = Failed(rows.Where(row => row.Service == service).ToList());
            var isMail = service is OutlookConnectionService.Imap or OutlookConnectionService.Smtp;
            Assert.True(failed.Stage == (stage == "TCP" && !isMail ? "Capability" : stage) && failed.WhoCanFix == OutlookFixer.NetworkAdministrator, $"{failed}: {failed.Evidence} | {failed.Cause}");
            Assert.True(failed.Cause.Contains(cause, StringComparison.Ordinal) && failed.Fix.Contains(fix, StringComparison.Ordinal), $"{failed}: {failed.Evidence} | {failed.Cause} | {failed.Fix}");
            Assert.DoesNotContain("s3cret-password", failed.Evidence + failed.Cause + failed.Fix, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(4, OutlookPermissionStatus.Passed, "ahead of")]
    [InlineData(-4, OutlookPermissionStatus.Passed, "behind")]
    [InlineData(6, OutlookPermissionStatus.Failed, "ahead of")]
    [InlineData(-6, OutlookPermissionStatus.Failed, "behind")]
    public async Task Five_minutes_of_skew_are_the_limit_both_ways(int minutes, OutlookPermissionStatus status, string said)
    {
        await using var world = await StartAsync();
        var skewed = new OutlookClient(new ShiftedTime(TimeSpan.FromMinutes(minutes)), _ => null);

        var rows = await skewed.TestConnectionAsync(new ConnectRequest { Sandbox = world.Sandbox.Info }, new ConnectionTestRequest { Services = [OutlookConnectionService.Login, OutlookConnectionService.Graph] }, Ct).ToListAsync(Ct);

        Assert.All(rows.Where(row => row.Stage == "Clock"), row => Assert.True(row.Status == status && row.Evidence.Contains(said, StringComparison.Ordinal), $"{row}: {row.Evidence}"));
    }

    private static async Task<List<OutlookConnectionResult>> BehindAsync(SandboxSession world, string proxy) => await world.Client
        .TestConnectionAsync(new ConnectRequest { Sandbox = world.Sandbox.Info, Proxy = proxy }, new ConnectionTestRequest { Timeout = TimeSpan.FromSeconds(60) }, Ct).ToListAsync(Ct);

    private static async Task<List<OutlookConnectionResult>> RowsAsync(OutlookConnectionService service, int port, X509Certificate2? authority, string? login = null)
    {
        var request = new ConnectRequest { Authority = login ?? "https://localhost:1", ImapServer = "localhost", ImapPort = port, SmtpServer = "localhost", SmtpPort = port, CertificateAuthority = authority };
        return await new OutlookClient(TimeProvider.System, _ => null).TestConnectionAsync(request, Only(service), Ct).ToListAsync(Ct);
    }

    private static ConnectionTestRequest Only(OutlookConnectionService service) => new() { Services = [service], Timeout = TimeSpan.FromSeconds(2) };

    private static OutlookConnectionResult Failed(List<OutlookConnectionResult> rows) => Assert.Single(rows, row => row.Status == OutlookPermissionStatus.Failed);

    private static IEnumerable<string> Stages(List<OutlookConnectionResult> rows, OutlookConnectionService service) => rows.Where(row => row.Service == service).Select(row => row.Stage);

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
    }
}
