using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>Servers that lie, talk out of turn, or never end.</summary>
public class HostileServerTests
{
    private const string Hello = """
        S: 220 mail.contoso.test
        C: EHLO [127.0.0.1]
        S: 250-mail.contoso.test
        S: 250 PIPELINING

        """;

    private const string Group = """
        C: MAIL FROM:<ada@contoso.test>
        C: RCPT TO:<bob@contoso.test>
        C: DATA

        """;

    private const string Message = """
        C: Subject: Hello
        C:
        C: ..dot
        C: .

        """;

    [Theory]
    [InlineData("S: * OK [CAPABILITY IMAP4rev1] ready\n")]
    [InlineData("S: HTTP/1.1 400 Bad Request\n")]
    [InlineData("S: 220-mail\nS: 221 other code\n")]
    [InlineData("S: 22\n")]
    [InlineData("S:\n")]
    [InlineData("S: 354 go ahead\n")]
    [InlineData("S: 999 x\n")]
    public async Task What_is_no_greeting_is_a_protocol_error(string transcript) =>
        await Assert.ThrowsAsync<ServerProtocolException>(() => new ScriptedServer(transcript).ConnectAsync());

    [Theory]
    [InlineData("S: 554 5.3.2 no service\n", 554)]
    [InlineData("S: 421 4.3.2 Service not available\n", 421)]
    public async Task A_refusing_greeting_is_a_refusal(string transcript, int code)
    {
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => new ScriptedServer(transcript).ConnectAsync());
        Assert.Equal(code, refused.Reply.Code);
        Assert.Equal("connect", refused.Command);
    }

    [Fact]
    public async Task Without_EHLO_there_is_HELO_and_no_extension()
    {
        var server = new ScriptedServer("""
            S: 220 old.contoso.test
            C: EHLO [127.0.0.1]
            S: 502 5.5.1 Command not implemented
            C: HELO [127.0.0.1]
            S: 250 old.contoso.test
            C: MAIL FROM:<ada@contoso.test>
            S: 250 ok
            C: RCPT TO:<bob@contoso.test>
            S: 250 ok
            C: DATA
            S: 354 go
            C: Subject: Hello
            C:
            C: ..dot
            C: .
            S: 250 ok

            """);
        await using SmtpConnection connection = await server.ConnectAsync();
        Assert.Empty(connection.Capabilities.Keywords);
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.Hello(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Accepted, outcome.State);
        Assert.Null(outcome.FinalReply!.EnhancedCode);
        await Assert.ThrowsAsync<SmtpNotOfferedException>(() => connection.AuthenticateAsync(Mails.Ada, "token", CancellationToken.None));
    }

    [Fact]
    public async Task An_endless_line_ends_at_the_limit()
    {
        var server = new ScriptedServer("S: 220 " + new string('x', 200_000) + "\n") { StaysSilent = true };
        var error = await Assert.ThrowsAsync<ServerProtocolException>(() => server.ConnectAsync());
        Assert.Contains("limit", error.GrammarPath);
        Assert.True(error.Excerpt.Length < 1000);
    }

    [Fact]
    public async Task A_line_of_12288_octets_is_still_one()
    {
        var server = new ScriptedServer("S: 220 " + new string('x', 12288 - 5) + "\nC: EHLO [127.0.0.1]\nS: 250 x\n") { ReadSize = 1000 };
        await using SmtpConnection connection = await server.ConnectAsync();
        Assert.Equal(12288 - 5, connection.Greeting.Text.Length);
    }

    [Fact]
    public async Task An_endless_reply_ends_at_the_limit()
    {
        var server = new ScriptedServer("S: 220 x\nC: EHLO [127.0.0.1]\n" + string.Concat(Enumerable.Repeat("S: 250-X\n", 100_000)));
        var error = await Assert.ThrowsAsync<ServerProtocolException>(() => server.ConnectAsync());
        Assert.Contains("too many lines", error.GrammarPath);
    }

    [Fact]
    public async Task A_server_that_dribbles_meets_the_timeout_of_the_whole_reply()
    {
        var time = new ManualTime();
        int reads = 0;
        // Endless continuation lines, one octet in a second: each read makes progress, the reply never ends.
        var server = new ScriptedServer(Hello + Group + string.Concat(Enumerable.Repeat("S: 250-x\n", 500))) { ReadSize = 1 };
        await using SmtpConnection connection = await server.ConnectAsync(new WireOptions { Time = time, ResponseTimeout = TimeSpan.FromSeconds(30) });
        server.OnRead = () =>
        {
            reads++;
            time.Advance(TimeSpan.FromSeconds(1));
        };
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.True(Assert.IsType<ConnectionBrokenException>(outcome.Error).TimedOut);
        Assert.Equal(30, reads);
    }

    [Theory]
    [InlineData(false, SmtpSendState.Refused, 120)]
    [InlineData(true, SmtpSendState.Uncertain, 600)]
    public async Task A_silent_server_meets_the_timeout(bool atEnd, SmtpSendState expected, int seconds)
    {
        var time = new ManualTime();
        var server = new ScriptedServer(Hello + Group + (atEnd ? "S: 250 ok\nS: 250 ok\nS: 354 go\n" + Message : "")) { StaysSilent = true };
        await using SmtpConnection connection = await server.ConnectAsync(new WireOptions { Time = time });
        Task<SmtpSendOutcome> sending = connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.True(server.IsDone);
        time.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        SmtpSendOutcome outcome = await sending;
        Assert.Equal(expected, outcome.State);
        Assert.True(Assert.IsType<ConnectionBrokenException>(outcome.Error).TimedOut);
    }

    [Fact]
    public async Task A_go_ahead_after_all_recipients_were_refused_gets_a_bare_dot_and_is_no_mail()
    {
        var server = new ScriptedServer(Hello + Group + """
            S: 250 2.1.0 ok
            S: 550 5.1.1 no such user
            S: 354 go ahead all the same
            C: .
            S: 250 2.0.0 thanks for nothing

            """ + "C: RSET\n" + Group + "S: 250 ok\nS: 250 ok\nS: 250 ok\nS: 354 go\n" + Message + "S: 250 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(SmtpPhase.RcptTo, outcome.Phase);
        Assert.Equal("5.1.1", outcome.FinalReply!.EnhancedCode);
        Assert.False(outcome.Recipients[0].IsAccepted);
        Assert.False(connection.IsBroken);
        Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None)).State);
    }

    [Theory]
    // reply to MAIL, RCPT, DATA; then what is known
    [InlineData("550 5.7.1 no", "503 5.5.1 MAIL first", "503 5.5.1 MAIL first", SmtpPhase.MailFrom, 550, false)]
    [InlineData("250 ok", "550 5.1.1 no", "554 5.5.1 no valid recipients", SmtpPhase.RcptTo, 550, true)]
    [InlineData("250 ok", "451 4.7.500 later", "554 5.5.1 no valid recipients", SmtpPhase.RcptTo, 451, true)]
    [InlineData("250 ok", "250 ok", "451 4.3.0 not now", SmtpPhase.Data, 451, true)]
    public async Task A_refusal_is_reported_at_its_phase(string mail, string rcpt, string data, SmtpPhase phase, int code, bool isRecipientKnown)
    {
        var server = new ScriptedServer(Hello + Group + $"S: {mail}\nS: {rcpt}\nS: {data}\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(phase, outcome.Phase);
        Assert.Equal(code, outcome.FinalReply!.Code);
        Assert.Equal(isRecipientKnown, outcome.Recipients[0].Reply is not null);
        Assert.Null(outcome.Error);
        Assert.False(connection.IsBroken);
    }

    [Theory]
    [InlineData("S: 421 4.3.2 going down\n", SmtpPhase.MailFrom)]
    [InlineData("S: 250 ok\nS: 421 4.3.2 going down\n", SmtpPhase.RcptTo)]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 421 4.3.2 going down\n", SmtpPhase.Data)]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 354 go\n" + Message + "S: 421 4.3.2 going down\n", SmtpPhase.Final)]
    public async Task A_goodbye_is_a_refusal_and_ends_the_connection(string replies, SmtpPhase phase)
    {
        var server = new ScriptedServer(Hello + Group + replies);
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(phase, outcome.Phase);
        Assert.Equal("4.3.2", outcome.FinalReply!.EnhancedCode);
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task A_goodbye_said_between_two_mails_refuses_the_next_before_it_begins()
    {
        var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 250 ok\nS: 354 go\n" + Message + "S: 250 ok\nS: 421 4.4.2 timeout\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None)).State);
        int writes = server.Writes.Count;
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(421, outcome.FinalReply!.Code);
        Assert.Equal(writes, server.Writes.Count);
        Assert.True(connection.IsBroken);
    }

    [Theory]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 250 ok\n", SmtpPhase.Data)]
    [InlineData("S: 250 ok\nS: 250 ok\nS: 334 AUTH?\n", SmtpPhase.Data)]
    [InlineData("S: 354 at once\n", SmtpPhase.MailFrom)]
    [InlineData("S: 250 ok\nS: 354 go\n", SmtpPhase.RcptTo)]
    [InlineData("S: what\n", SmtpPhase.MailFrom)]
    [InlineData("S: 550 no\nS: 250 yes\nS: 354 go\n", SmtpPhase.MailFrom)]
    public async Task An_impossible_reply_before_the_message_breaks_the_connection_and_nothing_was_sent(string replies, SmtpPhase phase)
    {
        var server = new ScriptedServer(Hello + Group + replies);
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(phase, outcome.Phase);
        Assert.IsType<ServerProtocolException>(outcome.Error);
        Assert.True(connection.IsBroken);
        Assert.Equal(2, server.Writes.Count);
    }

    [Theory]
    [InlineData("S: 354 go on\n")]
    [InlineData("S: nonsense\n")]
    [InlineData("S: 250-ok\nS: 550 or not\n")]
    public async Task An_impossible_reply_to_the_mails_end_leaves_it_uncertain(string reply)
    {
        var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 250 ok\nS: 354 go\n" + Message + reply);
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Uncertain, outcome.State);
        Assert.IsType<ServerProtocolException>(outcome.Error);
    }

    [Fact]
    public async Task A_thank_you_in_advance_is_no_acceptance()
    {
        var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 250 ok\nS: 354 go\nS: 250 2.0.0 queued\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(SmtpPhase.Content, outcome.Phase);
        Assert.IsType<ServerProtocolException>(outcome.Error);
    }

    [Fact]
    public async Task A_refusal_in_advance_is_one_and_the_mails_end_is_not_sent()
    {
        var server = new ScriptedServer(Hello + Group + "S: 250 ok\nS: 250 ok\nS: 354 go\nS: 452 4.3.1 disk full\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(SmtpPhase.Content, outcome.Phase);
        Assert.Equal("4.3.1", outcome.FinalReply!.EnhancedCode);
        Assert.True(connection.IsBroken);
        Assert.Equal(2, server.Writes.Count);
    }

    [Fact]
    public async Task A_reply_that_nobody_asked_for_breaks_the_connection_before_the_next_command()
    {
        var server = new ScriptedServer(Hello + "S: 250 ok\nS: 250 ok\nS: 354 go\nS: 250 2.0.0 queued\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.IsType<ServerProtocolException>(outcome.Error);
        Assert.Single(server.Writes);
    }

    [Fact]
    public async Task Control_characters_of_the_server_do_not_reach_a_terminal()
    {
        var server = new ScriptedServer("S: 554 5.7.1 \u001b[2Jgo\taway\u0007\u009b1m\n");
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => server.ConnectAsync());
        Assert.Equal("554 5.7.1 \uFFFD[2Jgo away\uFFFD\uFFFD1m", refused.ServerText);
        Assert.DoesNotContain(refused.Message, c => char.IsControl(c));
    }
}
