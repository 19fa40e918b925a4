using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using Xunit;

namespace OutlookMail.Tests.Sandbox;

/// <summary>The SMTP side over a bare socket, line for line as Exchange Online speaks.</summary>
public sealed class SmtpProtocolTests : IAsyncLifetime
{
    private const string Mail = "From: Ada <ada@contoso.test>\r\nTo: bob@contoso.test\r\nBcc: eve@contoso.test\r\nSubject: Hi\r\nMessage-ID: <own@client.test>\r\n\r\nText\r\n";

    private SandboxServer server = null!;

    public async ValueTask InitializeAsync() => server = await SandboxServer.StartAsync(
        new SandboxOptions { Users = ["ada@contoso.test", "bob@contoso.test", "eve@contoso.test"] }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task Extensions_come_in_two_stages()
    {
        // MailKit #1770.
        await using SandboxWire wire = await SandboxWire.SmtpAsync(server, startTls: false);
        string[] before = await wire.AllOfAsync("EHLO client.test");
        Assert.Equal(
            ["250-SIZE 157286400", "250-PIPELINING", "250-DSN", "250-ENHANCEDSTATUSCODES", "250-STARTTLS", "250-8BITMIME", "250-BINARYMIME", "250-CHUNKING", "250 SMTPUTF8"],
            before[1..]);
        await wire.LastOfAsync("STARTTLS");
        await wire.StartTlsAsync();
        Assert.Contains("250-AUTH LOGIN XOAUTH2", await wire.AllOfAsync("EHLO client.test"));
    }

    [Trait("Source", "MailKit #1770; Exchange keeps a copy of what is submitted")]
    [Fact]
    public async Task A_mail_reaches_inbox_and_sent_items_with_a_new_message_id()
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server);
        Assert.Equal("250 2.1.0 Sender OK", await wire.LastOfAsync("MAIL FROM:<ada@contoso.test> SIZE=100"));
        Assert.Equal("250 2.1.5 Recipient OK", await wire.LastOfAsync("RCPT TO:<bob@contoso.test>"));
        Assert.Equal("250 2.1.5 Recipient OK", await wire.LastOfAsync("RCPT TO:<eve@contoso.test>"));
        Assert.Equal("354 Start mail input; end with <CRLF>.<CRLF>", await wire.LastOfAsync("DATA"));
        Assert.StartsWith("250 2.0.0 OK <", await wire.LastOfAsync(Mail + "..dot\r\n."));
        Assert.Equal("221 2.0.0 Service closing transmission channel", await wire.LastOfAsync("QUIT"));

        string inbox = Encoding.UTF8.GetString(server.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages.Single().Bytes.Span);
        Assert.Contains("\r\nX-Microsoft-Original-Message-ID: <own@client.test>\r\n", inbox);
        Assert.DoesNotContain("Bcc:", inbox);
        Assert.EndsWith("\r\n\r\nText\r\n.dot\r\n", inbox);
        SandboxMessage sent = server.Store.Mailbox("ada@contoso.test").Folder("Sent Items").Messages.Single();
        Assert.Equal(SandboxFlags.Seen, sent.Flags);
        Assert.Contains("Bcc: eve@contoso.test", Encoding.UTF8.GetString(sent.Bytes.Span));
        Assert.Single(server.Store.Mailbox("eve@contoso.test").Folder("INBOX").Messages);
    }

    [Fact]
    public async Task Pipelined_chunks_are_taken()
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server);
        byte[] octets = Encoding.UTF8.GetBytes(Mail);
        await wire.SendAsync($"MAIL FROM:<ada@contoso.test>\r\nRCPT TO:<bob@contoso.test>\r\nBDAT 10\r\n{Mail[..10]}BDAT {octets.Length - 10} LAST\r\n{Mail[10..]}NOOP\r\n");
        Assert.Equal("250 2.1.0 Sender OK", await wire.ReadLineAsync());
        Assert.Equal("250 2.1.5 Recipient OK", await wire.ReadLineAsync());
        Assert.Equal("250 2.6.0 CHUNK received OK, 10 octets", await wire.ReadLineAsync());
        Assert.StartsWith("250 2.0.0 OK <", await wire.ReadLineAsync());
        Assert.Equal("250 2.0.0 OK", await wire.ReadLineAsync());
        Assert.Single(server.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
    }

    [Trait("Source", "nextcloud/mail#13668, chatwoot/chatwoot#14522")]
    [Fact]
    public async Task Tokens_that_are_not_for_this_user_and_resource_get_5_7_3()
    {
        foreach ((string user, string token) in new[]
        {
            ("ada@contoso.test", server.IssueToken("ada@contoso.test", audience: "https://graph.microsoft.com")),
            ("ada@contoso.test", server.IssueToken("ada@contoso.test", lifetime: TimeSpan.FromMinutes(-1))),
            ("ada@contoso.test", server.IssueToken("ada@contoso.test", scopes: ["IMAP.AccessAsUser.All"])),
            ("bob@contoso.test", server.IssueToken("ada@contoso.test")),
        })
        {
            await using SandboxWire wire = await SandboxWire.SmtpAsync(server);
            Assert.StartsWith("535 5.7.3 Authentication unsuccessful [", await wire.LastOfAsync($"AUTH XOAUTH2 {SandboxWire.XOAuth2(user, token)}"));
        }
    }

    [Fact]
    public async Task The_token_may_follow_the_challenge()
    {
        await using SandboxWire wire = await SandboxWire.SmtpAsync(server);
        Assert.Equal("334 ", await wire.LastOfAsync("AUTH XOAUTH2"));
        Assert.StartsWith("235 ", await wire.LastOfAsync(SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))));
    }

    [Trait("Source", "554 5.2.252 SendAsDenied, Exchange non-delivery report pages")]
    [Fact]
    public async Task Sending_as_somebody_else_is_refused_only_after_the_content()
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server, "bob@contoso.test");
        Assert.StartsWith("250 ", await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>"));
        Assert.StartsWith("250 ", await wire.LastOfAsync("RCPT TO:<eve@contoso.test>"));
        Assert.StartsWith("354 ", await wire.LastOfAsync("DATA"));
        Assert.StartsWith("554 5.2.252 SendAsDenied; bob@contoso.test not allowed to send as ada@contoso.test; ", await wire.LastOfAsync(Mail + "."));

        server.Store.Mailbox("ada@contoso.test").GrantSendAs("bob@contoso.test");
        await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
        await wire.LastOfAsync("RCPT TO:<eve@contoso.test>");
        await wire.LastOfAsync("DATA");
        Assert.StartsWith("250 2.0.0 OK", await wire.LastOfAsync(Mail + "."));
    }

    [Fact]
    public async Task An_unknown_local_recipient_comes_back_as_a_report()
    {
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server);
        await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
        Assert.StartsWith("250 ", await wire.LastOfAsync("RCPT TO:<nobody@contoso.test>"));
        await wire.LastOfAsync("DATA");
        Assert.StartsWith("250 ", await wire.LastOfAsync(Mail + "."));
        using var report = OutlookMail.Mime.MimeMessage.Parse(server.Store.Mailbox("ada@contoso.test").Folder("INBOX").Messages.Single().Bytes);
        Assert.Equal("multipart/report", report.Body.MediaType);
        Assert.Equal("Undeliverable: Hi", report.Subject);
        Assert.Equal("message/delivery-status", report.Body.Children[1].MediaType);
    }

    [Fact]
    public async Task Too_large_is_said_before_or_after_the_content()
    {
        await using SandboxServer small = await SandboxServer.StartAsync(new SandboxOptions { MaximumMessageSize = 100 }, TestContext.Current.CancellationToken);
        await using SandboxWire wire = await SandboxWire.SignedInSmtpAsync(small);
        Assert.StartsWith("552 5.3.4 ", await wire.LastOfAsync("MAIL FROM:<ada@contoso.test> SIZE=101"));
        await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
        await wire.LastOfAsync("RCPT TO:<bob@contoso.test>");
        await wire.LastOfAsync("DATA");
        Assert.StartsWith("552 5.3.4 ", await wire.LastOfAsync(Mail + "."));
        Assert.Empty(small.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
    }

    [Fact]
    public async Task Order_and_syntax_are_kept()
    {
        await using SandboxWire wire = await SandboxWire.SmtpAsync(server);
        Assert.StartsWith("530 5.7.57 ", await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>"));
        Assert.StartsWith("235 ", await wire.LastOfAsync($"AUTH XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))}"));
        Assert.Equal("503 5.5.2 Need mail command", await wire.LastOfAsync("RCPT TO:<bob@contoso.test>"));
        Assert.Equal("501 5.1.7 Invalid address", await wire.LastOfAsync("MAIL FROM:ada"));
        await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
        Assert.Equal("503 5.5.2 Need rcpt command", await wire.LastOfAsync("DATA"));
        Assert.Equal("501 5.1.3 Invalid address", await wire.LastOfAsync("RCPT TO:<bob>"));
        Assert.Equal("250 2.0.0 Resetting", await wire.LastOfAsync("RSET"));
        Assert.Equal("500 5.3.3 Unrecognized command 'XYZZY'", await wire.LastOfAsync("XYZZY"));
    }

    [Trait("Source", "authenticated-client-smtp-submission.md: 535 5.7.139")]
    [Fact]
    public async Task Faults_of_submission()
    {
        server.Faults.Next(OutlookSandboxFault.SmtpAuthDisabled);
        await using (SandboxWire wire = await SandboxWire.SmtpAsync(server))
        {
            string auth = $"AUTH XOAUTH2 {SandboxWire.XOAuth2("ada@contoso.test", server.IssueToken("ada@contoso.test"))}";
            Assert.StartsWith("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.", await wire.LastOfAsync(auth));
            Assert.StartsWith("235 ", await wire.LastOfAsync(auth));
        }

        server.Faults.Next(OutlookSandboxFault.DropAfterDot);
        await using (SandboxWire wire = await SandboxWire.SignedInSmtpAsync(server))
        {
            await wire.LastOfAsync("MAIL FROM:<ada@contoso.test>");
            await wire.LastOfAsync("RCPT TO:<bob@contoso.test>");
            await wire.LastOfAsync("DATA");
            Assert.Equal("(closed)", await wire.LastOfAsync(Mail + "."));
            Assert.Single(server.Store.Mailbox("bob@contoso.test").Folder("INBOX").Messages);
        }
    }
}
