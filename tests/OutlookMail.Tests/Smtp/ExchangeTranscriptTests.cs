using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>Sessions as Exchange Online holds them inside TLS; texts from MailKit #1770 and Microsoft's documentation.</summary>
public class ExchangeTranscriptTests
{
    internal const string Greeting = """
        S: 220 FR1PR00CA0000.outlook.office365.com Microsoft ESMTP MAIL Service ready at Sun, 22 Nov 2026 08:00:00 +0000 [08DD0A0B0C0D0E0F]
        C: EHLO [127.0.0.1]
        S: 250-FR1PR00CA0000.outlook.office365.com Hello [192.0.2.7]
        S: 250-SIZE 157286400
        S: 250-PIPELINING
        S: 250-DSN
        S: 250-ENHANCEDSTATUSCODES
        S: 250-AUTH LOGIN XOAUTH2
        S: 250-8BITMIME
        S: 250-BINARYMIME
        S: 250-CHUNKING
        S: 250 SMTPUTF8

        """;

    private const string SignIn = """
        C: AUTH XOAUTH2 dXNlcj1hZGFAY29udG9zby50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=
        S: 235 2.7.0 Authentication successful

        """;

    [Fact]
    public async Task Capabilities_are_read_from_EHLO()
    {
        await using SmtpConnection connection = await new ScriptedServer(Greeting).ConnectAsync();
        Assert.Equal(157286400, connection.Capabilities.SizeLimit);
        Assert.Equal(["LOGIN", "XOAUTH2"], connection.Capabilities.AuthMechanisms);
        foreach (string keyword in new[] { "PIPELINING", "dsn", "8BITMIME", "SMTPUTF8", "CHUNKING", "BINARYMIME", "ENHANCEDSTATUSCODES" })
            Assert.True(connection.Capabilities.Has(keyword), keyword);
        Assert.False(connection.Capabilities.Has("STARTTLS"));
        Assert.Equal(220, connection.Greeting.Code);
    }

    [Fact]
    public async Task A_mail_is_sent_in_two_writes_after_sign_in()
    {
        var server = new ScriptedServer(Greeting + SignIn + """
            C: MAIL FROM:<ada@contoso.test> SIZE=24
            C: RCPT TO:<bob@contoso.test>
            C: RCPT TO:<eve@contoso.test>
            C: DATA
            S: 250 2.1.0 Sender OK
            S: 250 2.1.5 Recipient OK
            S: 250 2.1.5 Recipient OK
            S: 354 Start mail input; end with <CRLF>.<CRLF>
            C: Subject: Hello
            C:
            C: ..dot
            C: .
            S: 250 2.0.0 OK <AM0PR00MB0000.eurprd00.prod.outlook.com> [Hostname=AM0PR00MB0000.eurprd00.prod.outlook.com]
            C: QUIT
            S: 221 2.0.0 Service closing transmission channel

            """);
        await using SmtpConnection connection = await server.ConnectAsync();
        await connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None);
        SmtpSendOutcome outcome = await connection.SendAsync(
            new SmtpEnvelope(Mails.Ada, [Mails.Bob, Mails.Eve]), Mails.Hello(), CancellationToken.None);
        await connection.QuitAsync(CancellationToken.None);

        Assert.Equal(SmtpSendState.Accepted, outcome.State);
        Assert.Equal(SmtpPhase.Final, outcome.Phase);
        Assert.Equal("2.0.0", outcome.FinalReply!.EnhancedCode);
        Assert.StartsWith("OK <AM0PR00MB0000", outcome.FinalReply.Text);
        Assert.All(outcome.Recipients, r => Assert.True(r.IsAccepted));
        Assert.Equal([Mails.Bob, Mails.Eve], outcome.Recipients.Select(r => r.Address));
        server.AssertDone();
        // EHLO, AUTH, the group up to DATA, the mail with its end, QUIT.
        Assert.Equal(5, server.Writes.Count);
    }

    [Theory]
    [InlineData("535 5.7.3 Authentication unsuccessful [FR1PR00CA0000.DEUP281.PROD.OUTLOOK.COM 2026-11-22T08:00:00.000Z 08DD]", "5.7.3")]
    [InlineData("535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled for more information. [X]", "5.7.139")]
    [InlineData("432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Hostname=X]", "4.3.2")]
    public async Task A_refused_sign_in_leaves_the_connection_good(string reply, string enhancedCode)
    {
        var server = new ScriptedServer(Greeting + SignIn.Split("S:")[0] + "S: " + reply + "\n" + SignIn);
        await using SmtpConnection connection = await server.ConnectAsync();
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(
            () => connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None));
        Assert.Equal("AUTH", refused.Command);
        Assert.Equal(enhancedCode, refused.Reply.EnhancedCode);
        Assert.Equal(reply, refused.ServerText);
        Assert.Null(refused.Challenge);
        Assert.False(connection.IsBroken);
        await connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None);
    }

    [Fact]
    public async Task Send_as_is_refused_after_the_message_and_the_next_mail_goes_through()
    {
        const string Mail = """
            C: MAIL FROM:<ada@contoso.test> SIZE=24
            C: RCPT TO:<bob@contoso.test>
            C: DATA
            S: 250 2.1.0 Sender OK
            S: 250 2.1.5 Recipient OK
            S: 354 Start mail input; end with <CRLF>.<CRLF>
            C: Subject: Hello
            C:
            C: ..dot
            C: .

            """;
        var server = new ScriptedServer(Greeting + Mail + """
            S: 554 5.2.252 SendAsDenied; ada@contoso.test not allowed to send as team@contoso.test; STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied
            C: RSET

            """ + Mail.Replace("S: 250 2.1.0", "S: 250 2.0.0 Resetting\nS: 250 2.1.0") + "S: 250 2.0.0 OK\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome refused = await connection.SendAsync(Mails.ToBob(), Mails.Hello(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, refused.State);
        Assert.Equal(SmtpPhase.Final, refused.Phase);
        Assert.Equal("5.2.252", refused.FinalReply!.EnhancedCode);
        Assert.True(refused.Recipients[0].IsAccepted);
        SmtpSendOutcome accepted = await connection.SendAsync(Mails.ToBob(), Mails.Hello(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Accepted, accepted.State);
        server.AssertDone();
    }

    [Fact]
    public async Task A_sender_is_probed_without_a_mail()
    {
        var server = new ScriptedServer(Greeting + """
            C: MAIL FROM:<ada@contoso.test>
            S: 250 2.1.0 Sender OK
            C: RSET
            S: 250 2.0.0 Resetting
            C: MAIL FROM:<ada@contoso.test>
            S: 550 5.7.60 SMTP; Client does not have permissions to send as this sender

            """);
        await using SmtpConnection connection = await server.ConnectAsync();
        Assert.Equal(250, (await connection.ProbeSenderAsync(Mails.Ada, CancellationToken.None)).Code);
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.ProbeSenderAsync(Mails.Ada, CancellationToken.None));
        Assert.Equal("5.7.60", refused.Reply.EnhancedCode);
        Assert.Equal("MAIL", refused.Command);
        server.AssertDone();
    }

    [Fact]
    public async Task A_message_above_SIZE_is_not_offered()
    {
        var server = new ScriptedServer(Greeting);
        await using SmtpConnection connection = await server.ConnectAsync();
        var content = new SmtpContent((_, _) => Task.CompletedTask, 157286401);
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), content, CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(SmtpPhase.Precheck, outcome.Phase);
        Assert.Equal(SmtpObstacle.MessageTooLarge, outcome.Obstacle);
        Assert.Null(outcome.Recipients[0].Reply);
        Assert.Single(server.Writes);
    }
}
