using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>Sessions as Postfix 3.7 holds them on submission.</summary>
public class PostfixTranscriptTests
{
    private const string Hello = """
        S: 220 mail.contoso.test ESMTP Postfix (Debian/GNU)
        C: EHLO [127.0.0.1]
        S: 250-mail.contoso.test
        S: 250-PIPELINING
        S: 250-SIZE 10240000
        S: 250-ETRN
        S: 250-AUTH XOAUTH2 OAUTHBEARER PLAIN
        S: 250-AUTH=XOAUTH2 OAUTHBEARER PLAIN
        S: 250-ENHANCEDSTATUSCODES
        S: 250-8BITMIME
        S: 250-DSN
        S: 250-SMTPUTF8
        S: 250 CHUNKING

        """;

    [Fact]
    public async Task Both_forms_of_AUTH_give_one_list()
    {
        await using SmtpConnection connection = await new ScriptedServer(Hello).ConnectAsync();
        Assert.Equal(["XOAUTH2", "OAUTHBEARER", "PLAIN"], connection.Capabilities.AuthMechanisms);
        Assert.Equal(10240000, connection.Capabilities.SizeLimit);
    }

    [Fact]
    public async Task Some_recipients_are_refused_and_the_others_get_the_mail()
    {
        var server = new ScriptedServer(Hello + """
            C: MAIL FROM:<ada@contoso.test> SIZE=24
            C: RCPT TO:<bob@contoso.test>
            C: RCPT TO:<nobody@contoso.test>
            C: RCPT TO:<eve@contoso.test>
            C: DATA
            S: 250 2.1.0 Ok
            S: 250 2.1.5 Ok
            S: 550 5.1.1 <nobody@contoso.test>: Recipient address rejected: User unknown in virtual mailbox table
            S: 452 4.5.3 Error: too many recipients
            S: 354 End data with <CR><LF>.<CR><LF>
            C: Subject: Hello
            C:
            C: ..dot
            C: .
            S: 250 2.0.0 Ok: queued as 4WJx5k3Yz7z1
            C: MAIL FROM:<ada@contoso.test> SIZE=24
            C: RCPT TO:<bob@contoso.test>
            C: DATA
            S: 250 2.1.0 Ok
            S: 250 2.1.5 Ok
            S: 354 End data with <CR><LF>.<CR><LF>
            C: Subject: Hello
            C:
            C: ..dot
            C: .
            S: 250 2.0.0 Ok: queued as 4WJx5k3Yz7z2

            """);
        await using SmtpConnection connection = await server.ConnectAsync();
        var envelope = new SmtpEnvelope(Mails.Ada, [Mails.Bob, "nobody@contoso.test", Mails.Eve]);
        SmtpSendOutcome outcome = await connection.SendAsync(envelope, Mails.Hello(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Accepted, outcome.State);
        Assert.Equal([250, 550, 452], outcome.Recipients.Select(r => r.Reply!.Code));
        Assert.True(outcome.Recipients[1].Reply!.IsPermanent);
        Assert.True(outcome.Recipients[2].Reply!.IsTransient);
        // An accepted mail leaves nothing behind that a RSET would have to clear.
        Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(Mails.ToBob(), Mails.Hello(), CancellationToken.None)).State);
        server.AssertDone();
    }

    [Fact]
    public async Task Many_recipients_go_out_in_groups_that_fit_the_socket_buffers()
    {
        string[] recipients = Enumerable.Range(0, 1000).Select(i => $"recipient-number-{i:0000}@contoso.test").ToArray();
        string transcript = Hello + "C: MAIL FROM:<ada@contoso.test>\n" + string.Concat(recipients.Select(r => $"C: RCPT TO:<{r}>\n")) + "C: DATA\n";
        var server = new ScriptedServer(transcript);
        int answered = 0;
        int most = 0;
        await using SmtpConnection connection = await server.ConnectAsync();
        server.OnWriteText = text =>
        {
            most = System.Math.Max(most, text.Length);
            for (int left = text.Split("\r\n").Length - 1; left > 0; left--)
                server.Say(++answered == 1002 ? "554 5.5.1 no\r\n" : "250 ok\r\n");
        };
        SmtpSendOutcome outcome = await connection.SendAsync(
            new SmtpEnvelope(Mails.Ada, recipients), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(1002, answered);
        Assert.InRange(most, 8 * 1024, 17 * 1024);
        Assert.Equal(SmtpPhase.Data, outcome.Phase);
        Assert.All(outcome.Recipients, r => Assert.True(r.IsAccepted));
        server.AssertDone();
    }
}
