using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using OutlookMail.Sandbox;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>Exchange Online's limits on submission, and the recipients that make failures happen.</summary>
public sealed class SubmissionLimitTests : IAsyncLifetime
{
    private SandboxServer server = null!;

    public async ValueTask InitializeAsync() => server = await SandboxServer.StartAsync(
        new SandboxOptions { MessagesPerMinute = 2, RecipientsPerDay = 4 }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Trait("Source", "Exchange Online limits: 3 concurrent connections, 432 4.3.2")]
    [Fact]
    public async Task A_fourth_connection_is_one_too_many()
    {
        var open = new List<SandboxWire>();
        for (int i = 0; i < 3; i++)
        {
            open.Add(await SandboxWire.SignedInSmtpAsync(server));
        }

        await using (SandboxWire fourth = await SandboxWire.SmtpAsync(server))
        {
            Assert.StartsWith("432 4.3.2 Concurrent connections limit exceeded.", await fourth.LastOfAsync($"AUTH XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))}"));
        }

        await using SandboxWire other = await SandboxWire.SignedInSmtpAsync(server, "bob@contoso.test");
        foreach (SandboxWire wire in open)
        {
            await wire.DisposeAsync();
        }
    }

    [Trait("Source", "Exchange Online limits: 30 messages a minute")]
    [Fact]
    public async Task More_mails_than_a_minute_takes_wait_for_the_next()
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server);
        Assert.StartsWith("250 ", await SendAsync(wire, "bob@contoso.test"));
        Assert.StartsWith("250 ", await SendAsync(wire, "bob@contoso.test"));
        Assert.StartsWith("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", await SendAsync(wire, "bob@contoso.test"));
        server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.StartsWith("250 ", await SendAsync(wire, "bob@contoso.test"));
    }

    [Trait("Source", "SubmissionQuotaExceededException, Exchange non-delivery report pages")]
    [Fact]
    public async Task More_recipients_than_a_day_takes_are_a_quota()
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server);
        Assert.StartsWith("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException", await SendAsync(wire, "a@x.test", "b@x.test", "c@x.test", "d@x.test", "e@x.test"));
    }

    [Theory]
    [InlineData("temperror@contoso.test", "451 4.7.500 ")]
    [InlineData("permerror@contoso.test", "550 5.7.1 ")]
    [InlineData("550@contoso.test", "550 5.1.1 ")]
    [InlineData("452@contoso.test", "452 4.0.0 ")]
    public async Task Magic_recipients_are_refused_as_they_ask(string recipient, string expected)
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server);
        await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
        Assert.StartsWith(expected, await wire.LastOfAsync($"RCPT TO:<{recipient}>"));
    }

    [Fact]
    public async Task The_recipient_ndr_is_taken_and_reported()
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server);
        Assert.StartsWith("250 ", await SendAsync(wire, "ndr@elsewhere.test"));
        using var report = OutlookMail.Mime.MimeMessage.Parse(server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Messages[0].Bytes);
        Assert.Contains("Status: 5.2.2", report.Body.Children[1].GetText());
    }

    private static async Task<string> SendAsync(SandboxWire wire, params string[] recipients)
    {
        await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
        foreach (string recipient in recipients)
        {
            await wire.LastOfAsync($"RCPT TO:<{recipient}>");
        }

        await wire.LastOfAsync("DATA");
        return await wire.LastOfAsync("From: ada@contoso.test\r\nSubject: x\r\n\r\ny\r\n.");
    }
}
