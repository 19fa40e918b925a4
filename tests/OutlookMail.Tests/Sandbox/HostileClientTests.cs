using System;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Clients that send nonsense, or too much, or vanish: the sandbox answers the next one all the same.</summary>
public sealed class HostileClientTests : IAsyncLifetime
{
    private SandboxServer server = null!;

    public async ValueTask InitializeAsync() => server = await SandboxServer.StartAsync(new SandboxOptions(), TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("\u0001 SELECT INBOX")]
    [InlineData("1 SELECT \"a\u0007b\"")]
    [InlineData("1 SELECT {3+}\r\n\r\n\0")]
    [InlineData("1 FETCH 1 ((((((((((")]
    [InlineData("1 SEARCH ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((ALL")]
    [InlineData("1 FETCH 4294967296 FLAGS")]
    [InlineData("1 FETCH 1 BODY[4294967295.1]")]
    [InlineData("1 APPEND INBOX {99999999999999999999}")]
    [InlineData("1 STORE 1 FLAGS")]
    [InlineData("1 UID")]
    [InlineData("1")]
    public async Task Imap_survives(string command)
    {
        server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Append("a: b\r\n\r\n");
        await using (SandboxWire wire = await SandboxWire.SignedInImapAsync(server))
        {
            await wire.LastOfAsync("0 SELECT INBOX");
            await wire.SendAsync(command + "\r\n");
            Assert.NotNull(await wire.ReadLineAsync());
        }

        await using SandboxWire next = await SandboxWire.SignedInImapAsync(server);
        Assert.Equal("2 OK NOOP completed.", await next.LastOfAsync("2 NOOP"));
    }

    [Theory]
    [InlineData("\u0001\u0002")]
    [InlineData("MAIL FROM:<a\0b@c>")]
    [InlineData("BDAT 99999999999999999999 LAST")]
    [InlineData("AUTH XOAUTH2 !!!")]
    [InlineData("EHLO")]
    public async Task Smtp_survives(string command)
    {
        await using (SandboxWire wire = await SandboxWire.SmtpAsync(server))
        {
            await wire.SendAsync(command + "\r\n");
            Assert.StartsWith("5", await wire.ReadLineAsync());
        }

        await using SandboxWire next = await SandboxWire.SignedInSmtpAsync(server);
        Assert.Equal("250 2.0.0 OK", await next.LastOfAsync("NOOP"));
    }

    [Fact]
    public async Task What_is_pipelined_behind_starttls_is_thrown_away()
    {
        // RFC 3207 §4.2, CVE-2011-0411.
        await using SandboxWire wire = await SandboxWire.SmtpAsync(server, startTls: false);
        await wire.LastOfAsync("EHLO client.test");
        await wire.SendAsync("STARTTLS\r\nNOOP\r\n");
        Assert.StartsWith("220 ", await wire.ReadLineAsync());
        await wire.StartTlsAsync();
        Assert.StartsWith("250", (await wire.AllOfAsync("EHLO client.test"))[0]);
        Assert.Equal("250 2.0.0 OK", await wire.LastOfAsync("NOOP"));
    }

    [Fact]
    public async Task A_line_without_an_end_is_cut_off()
    {
        await using (SandboxWire wire = await SandboxWire.SmtpAsync(server))
        {
            await wire.SendAsync(new string('x', 100_000));

            // What is unread when the server closes makes TCP reset the connection: the reply may get lost with it.
            Exception? reset = await Record.ExceptionAsync(async () =>
            {
                Assert.Equal("500 5.5.2 Line too long", await wire.ReadLineAsync());
                Assert.Null(await wire.ReadLineAsync());
            });
            Assert.True(reset is null or System.IO.IOException, reset?.ToString());
        }

        await using SandboxWire next = await SandboxWire.SignedInSmtpAsync(server);
        Assert.Equal("250 2.0.0 OK", await next.LastOfAsync("NOOP"));
    }

    [Fact]
    public async Task Two_hundred_imap_and_fifty_smtp_connections_are_served_at_once()
    {
        string token = server.IssueToken("ada@contoso.test");
        SandboxWire[] imap = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => SandboxWire.SignedInImapAsync(server, token: token)));
        SandboxWire[] smtp = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SandboxWire.SmtpAsync(server)));
        Assert.All(await Task.WhenAll(imap.Select(w => w.LastOfAsync("2 SELECT INBOX"))), last => Assert.StartsWith("2 OK ", last));
        Assert.All(await Task.WhenAll(smtp.Select(w => w.LastOfAsync("NOOP"))), last => Assert.StartsWith("250 ", last));
        await Task.WhenAll(imap.Concat(smtp).Select(w => w.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Graph_refuses_values_of_the_wrong_kind()
    {
        using SandboxGraph graph = await SandboxGraph.SignInAsync(server);
        foreach (object body in new object[] { new { displayName = 5 }, new { displayName = "x", isFallbackPublicClient = "yes" }, new { displayName = "x", requiredResourceAccess = new[] { 1 } } })
        {
            Assert.Equal(400, (await graph.RefusalAsync(HttpMethod.Post, "applications", body)).Status);
        }

        using var notJson = new StringContent("{", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await graph.Http.PostAsync(graph.Url("applications"), notJson);
        Assert.Equal(400, (int)answer.StatusCode);
    }
}
