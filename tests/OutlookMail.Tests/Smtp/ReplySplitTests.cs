using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>A whole session, with the server's octets cut in pieces of every size.</summary>
public class ReplySplitTests
{
    private const string Session = """
        S: 220-mail.contoso.test
        S: 220-
        S: 220 ready
        C: EHLO [127.0.0.1]
        S: 250-mail.contoso.test at your service
        S: 250-PIPELINING
        S: 250-SIZE 1000
        S: 250 AUTH XOAUTH2
        C: MAIL FROM:<ada@contoso.test> SIZE=24
        C: RCPT TO:<bob@contoso.test>
        C: DATA
        S: 250 2.1.0 Ok
        S: 250-2.1.5 Recipient
        S: 250-2.1.5
        S: 250 2.1.5 grüßt
        S: 354
        C: Subject: Hello
        C:
        C: ..dot
        C: .
        S: 250-2.6.0 first
        S: 250 2.6.0 second

        """;

    [Fact]
    public async Task The_session_is_the_same_at_every_cut()
    {
        for (int size = 1; size < 300; size++)
        {
            var server = new ScriptedServer(Session) { ReadSize = size };
            await using SmtpConnection connection = await server.ConnectAsync();
            SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.Hello(), CancellationToken.None);
            Assert.Equal("mail.contoso.test\n\nready", connection.Greeting.Text);
            Assert.Equal(SmtpSendState.Accepted, outcome.State);
            Assert.Equal("2.6.0", outcome.FinalReply!.EnhancedCode);
            Assert.Equal("first\nsecond", outcome.FinalReply.Text);
            Assert.Equal(["Recipient", "", "grüßt"], outcome.Recipients[0].Reply!.Lines);
            Assert.Equal("250 2.1.5 Recipient\n\ngrüßt", outcome.Recipients[0].Reply!.ToString());
            server.AssertDone();
        }
    }

    [Fact]
    public async Task Line_feeds_alone_end_lines_too()
    {
        var server = new ScriptedServer(string.Empty);
        server.Add(false, "220-one\n220 two\n");
        server.Add(true, "EHLO [127.0.0.1]\r\n");
        server.Add(false, "250-x\n250 PIPELINING\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        Assert.Equal("one\ntwo", connection.Greeting.Text);
        Assert.True(connection.Capabilities.Has("PIPELINING"));
    }
}
