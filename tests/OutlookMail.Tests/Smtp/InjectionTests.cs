using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>No text of a user becomes a command.</summary>
public class InjectionTests
{
    private const string Hello = "S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250-PIPELINING\nS: 250-SMTPUTF8\nS: 250-8BITMIME\nS: 250 AUTH XOAUTH2\n";

    public static TheoryData<string> Attacks =>
    [
        "eve@x.test>\r\nRCPT TO:<victim@x.test",
        "eve@x.test\r\nDATA",
        "eve@x.test\nDATA",
        "eve@x.test\rDATA",
        "eve\0@x.test",
        "eve@x.test> SIZE=1",
        "eve@x.test> NOTIFY=NEVER",
        "\"eve\r\nDATA\r\n\"@x.test",
        "\"eve\\\r\"@x.test",
        "eve@[1.2.3.4\r\nDATA]",
        "eve@x\u0085y.test",
        "eve\u2028@x.test",
        "eve@exa\uFF0Emple\r.test",
        // A full-width ">" that name preparation turns into the real one.
        "eve@x\uFF1E.test",
    ];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_address_with_a_line_or_path_end_never_reaches_the_wire(string attack)
    {
        Assert.Throws<ArgumentException>(() => new SmtpEnvelope(attack, [Mails.Bob]));
        var wrong = Assert.Throws<ArgumentException>(() => new SmtpEnvelope(Mails.Ada, [Mails.Bob, attack]));
        Assert.StartsWith("Recipient 2 is no mail address", wrong.Message);
        Assert.Contains("at character", wrong.Message);
        Assert.DoesNotContain("victim", wrong.Message);

        var server = new ScriptedServer(Hello);
        await using SmtpConnection connection = await server.ConnectAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => connection.ProbeSenderAsync(attack, CancellationToken.None));
        Assert.Single(server.Writes);
        Assert.False(connection.IsBroken);
    }

    [Theory]
    [InlineData("ada\r\nDATA", "token")]
    [InlineData("ada\u0001auth=Bearer other", "token")]
    [InlineData("ada\0", "token")]
    [InlineData("ada", "to\u0001ken")]
    [InlineData("ada", "to\r\nken")]
    [InlineData("", "token")]
    [InlineData("ada", "")]
    public async Task A_user_or_token_that_breaks_out_of_its_field_is_refused(string user, string token)
    {
        var server = new ScriptedServer(Hello);
        await using SmtpConnection connection = await server.ConnectAsync();
        await Assert.ThrowsAnyAsync<ArgumentException>(() => connection.AuthenticateAsync(user, token, CancellationToken.None));
        Assert.Single(server.Writes);
    }

    [Theory]
    [InlineData("x\r\n.\r\nMAIL FROM:<eve@x.test>\r\n", "C: x\nC: ..\nC: MAIL FROM:<eve@x.test>\n")]
    [InlineData("x\n.\nMAIL FROM:<eve@x.test>\n", "C: x\nC: ..\nC: MAIL FROM:<eve@x.test>\n")]
    [InlineData("x\r.\rMAIL FROM:<eve@x.test>\r", "C: x\nC: ..\nC: MAIL FROM:<eve@x.test>\n")]
    [InlineData("x\n.\r\nMAIL FROM:<eve@x.test>", "C: x\nC: ..\nC: MAIL FROM:<eve@x.test>\n")]
    public async Task A_message_cannot_end_itself(string message, string wire)
    {
        var server = new ScriptedServer(Hello + """
            C: MAIL FROM:<ada@contoso.test>
            C: RCPT TO:<bob@contoso.test>
            C: DATA
            S: 250 ok
            S: 250 ok
            S: 354 go

            """ + wire + "C: .\nS: 250 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.Text(message), CancellationToken.None);
        Assert.Equal(SmtpSendState.Accepted, outcome.State);
        server.AssertDone();
    }

    [Fact]
    public async Task A_message_that_goes_on_after_its_end_writes_nothing()
    {
        System.IO.Stream? kept = null;
        var content = new SmtpContent((stream, _) => { kept = stream; return Task.CompletedTask; }, null);
        var server = new ScriptedServer(Hello + "C: MAIL FROM:<ada@contoso.test>\nC: RCPT TO:<bob@contoso.test>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nC: .\nS: 250 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        await connection.SendAsync(Mails.ToBob(), content, CancellationToken.None);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => kept!.WriteAsync("QUIT\r\n"u8.ToArray()).AsTask());
    }

    [Fact]
    public async Task An_international_address_needs_SMTPUTF8_and_an_international_domain_does_not()
    {
        const string Plain = "S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250 PIPELINING\n";
        var domain = new SmtpEnvelope(Mails.Ada, ["bob@bücher.example"]);
        Assert.False(domain.NeedsSmtpUtf8);
        Assert.Equal("bob@bücher.example", domain.Recipients[0]);
        var server = new ScriptedServer(Plain + "C: MAIL FROM:<ada@contoso.test>\nC: RCPT TO:<bob@xn--bcher-kva.example>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nC: x\nC: .\nS: 250 ok\n");
        await using (SmtpConnection connection = await server.ConnectAsync())
        {
            SmtpSendOutcome outcome = await connection.SendAsync(domain, Mails.Text("x"), CancellationToken.None);
            Assert.Equal(SmtpSendState.Accepted, outcome.State);
            Assert.Equal("bob@bücher.example", outcome.Recipients[0].Address);
        }

        var local = new SmtpEnvelope(Mails.Ada, ["用户@bücher.example"]);
        Assert.True(local.NeedsSmtpUtf8);
        server = new ScriptedServer(Hello + "C: MAIL FROM:<ada@contoso.test> SMTPUTF8\nC: RCPT TO:<用户@xn--bcher-kva.example>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nC: x\nC: .\nS: 250 ok\n");
        await using (SmtpConnection connection = await server.ConnectAsync())
        {
            Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(local, Mails.Text("x"), CancellationToken.None)).State);
        }

        server = new ScriptedServer(Plain);
        await using (SmtpConnection connection = await server.ConnectAsync())
        {
            SmtpSendOutcome outcome = await connection.SendAsync(local, Mails.Text("x"), CancellationToken.None);
            Assert.Equal(SmtpSendState.Refused, outcome.State);
            Assert.Equal(SmtpObstacle.SmtpUtf8NotOffered, outcome.Obstacle);
            outcome = await connection.SendAsync(Mails.ToBob(), new SmtpContent((_, _) => Task.CompletedTask, null) { Is8Bit = true }, CancellationToken.None);
            Assert.Equal(SmtpObstacle.EightBitNotOffered, outcome.Obstacle);
            Assert.Single(server.Writes);
        }
    }

    [Fact]
    public async Task Eight_bit_content_says_so()
    {
        var server = new ScriptedServer(Hello + "C: MAIL FROM:<ada@contoso.test> BODY=8BITMIME SMTPUTF8\nC: RCPT TO:<bob@contoso.test>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\nC: grüßt\nC: .\nS: 250 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        var content = new SmtpContent((stream, token) => stream.WriteAsync("grüßt"u8.ToArray(), token).AsTask(), null) { Is8Bit = true, NeedsSmtpUtf8 = true };
        Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(Mails.ToBob(), content, CancellationToken.None)).State);
        server.AssertDone();
    }

    [Fact]
    public void An_envelope_needs_a_recipient_and_may_have_no_sender()
    {
        Assert.Throws<ArgumentException>(() => new SmtpEnvelope(Mails.Ada, []));
        Assert.Throws<ArgumentException>(() => new SmtpEnvelope(Mails.Ada, [""]));
        Assert.Throws<ArgumentException>(() => new SmtpEnvelope(Mails.Ada, [null!]));
        Assert.Throws<ArgumentException>(() => new SmtpEnvelope(Mails.Ada, Enumerable.Repeat(Mails.Bob, SmtpEnvelope.MaxRecipients + 1).ToArray()));
        Assert.Equal(string.Empty, new SmtpEnvelope(string.Empty, [Mails.Bob]).MailFrom);
    }
}
