using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>The connection breaks at each octet of a session, in both directions: what is reported must agree with what
/// the server can have.</summary>
public class DroppedConnectionTests
{
    private const string Pipelined = """
        S: 220 mail.contoso.test ESMTP
        C: EHLO [127.0.0.1]
        S: 250-mail.contoso.test
        S: 250 PIPELINING
        C: MAIL FROM:<ada@contoso.test>
        C: RCPT TO:<bob@contoso.test>
        C: RCPT TO:<eve@contoso.test>
        C: DATA
        S: 250 2.1.0 Ok
        S: 250 2.1.5 Ok
        S: 550-5.1.1 No such
        S: 550 5.1.1 user
        S: 354 End data with <CR><LF>.<CR><LF>
        C: Subject: Hello
        C:
        C: ..dot
        C: .
        S: 250-2.0.0 Ok:
        S: 250 2.0.0 queued as 4711

        """;

    private const string OneByOne = """
        S: 220 mail.contoso.test ESMTP
        C: EHLO [127.0.0.1]
        S: 250 mail.contoso.test
        C: MAIL FROM:<ada@contoso.test>
        S: 250 2.1.0 Ok
        C: RCPT TO:<bob@contoso.test>
        S: 250 2.1.5 Ok
        C: RCPT TO:<eve@contoso.test>
        S: 550-5.1.1 No such
        S: 550 5.1.1 user
        C: DATA
        S: 354 End data with <CR><LF>.<CR><LF>
        C: Subject: Hello
        C:
        C: ..dot
        C: .
        S: 250-2.0.0 Ok:
        S: 250 2.0.0 queued as 4711

        """;

    public static TheoryData<string> Sessions => [Pipelined, OneByOne];

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Whatever_the_server_had_sent_when_it_closed_the_state_is_right(string transcript)
    {
        string serverSide = string.Concat(Lines(transcript, "S:").Select(l => l + "\r\n"));
        int hello = serverSide.IndexOf("250 2.1.0", StringComparison.Ordinal);
        int goAhead = serverSide.IndexOf("354", StringComparison.Ordinal);
        int goAheadEnd = serverSide.IndexOf("\r\n", goAhead, StringComparison.Ordinal) + 2;
        var states = new HashSet<SmtpSendState>();
        for (int cut = hello; cut <= serverSide.Length; cut++)
        {
            var server = new ScriptedServer(transcript) { CloseAfterSending = cut };
            SmtpSendOutcome outcome = await SendAsync(server);
            SmtpSendState expected = cut < goAheadEnd ? SmtpSendState.Refused
                : cut < serverSide.Length ? SmtpSendState.Uncertain
                : SmtpSendState.Accepted;
            Assert.Equal((cut, expected), (cut, outcome.State));
            Assert.Equal(expected == SmtpSendState.Accepted, outcome.Error is null);
            Assert.True(outcome.Error is null or ConnectionBrokenException);
            // Only replies that came whole are reported.
            Assert.Equal(cut >= EndOf(serverSide, "250 2.1.5"), outcome.Recipients[0].IsAccepted);
            Assert.Equal(cut >= EndOf(serverSide, "550 5.1.1"), outcome.Recipients[1].Reply is not null);
            states.Add(outcome.State);
        }

        Assert.Equal(3, states.Count);
    }

    [Theory]
    [MemberData(nameof(Sessions))]
    public async Task Whatever_had_arrived_when_a_write_failed_the_state_is_right(string transcript)
    {
        string clientSide = string.Concat(Lines(transcript, "C:").Select(l => l + "\r\n"));
        int begin = clientSide.IndexOf("MAIL", StringComparison.Ordinal);
        int endWrite = clientSide.IndexOf("Subject", StringComparison.Ordinal);
        for (int cut = begin; cut < clientSide.Length; cut++)
        {
            var server = new ScriptedServer(transcript) { FailAfterReceiving = cut };
            SmtpSendOutcome outcome = await SendAsync(server);
            // The short message and its end are one write: begun, it is uncertain.
            Assert.Equal((cut, cut < endWrite ? SmtpSendState.Refused : SmtpSendState.Uncertain), (cut, outcome.State));
            Assert.IsType<ConnectionBrokenException>(outcome.Error);
            Assert.Null(outcome.FinalReply);
        }
    }

    [Fact]
    public async Task A_long_message_is_uncertain_only_from_its_last_write_on()
    {
        string line = new string('x', 998) + "\r\n";
        string message = "Subject: long\r\n\r\n" + string.Concat(Enumerable.Repeat(line, 300));
        string transcript = Pipelined.Split("C: Subject")[0];

        async Task<(SmtpSendOutcome Outcome, List<long> WriteStarts, long Total)> RunAsync(long failAfter)
        {
            var server = new ScriptedServer(transcript) { FailAfterReceiving = failAfter };
            server.Add(true, message + ".\r\n");
            server.Add(false, "250 2.0.0 Ok\r\n");
            var starts = new List<long>();
            server.OnWrite = starts.Add;
            return (await SendAsync(server, Mails.Text(message)), starts, server.Received);
        }

        var (whole, writeStarts, total) = await RunAsync(long.MaxValue);
        Assert.Equal(SmtpSendState.Accepted, whole.State);
        // EHLO, the group, and at least four for 300 KB.
        Assert.True(writeStarts.Count >= 6, $"{writeStarts.Count} writes");
        foreach (long cut in writeStarts.Skip(2).SelectMany(s => new[] { s, s + 1 }).Append(total - 1))
        {
            SmtpSendOutcome outcome = (await RunAsync(cut)).Outcome;
            Assert.Equal((cut, cut >= writeStarts[^1] ? SmtpSendState.Uncertain : SmtpSendState.Refused), (cut, outcome.State));
            Assert.Equal(cut >= writeStarts[^1] ? SmtpPhase.Final : SmtpPhase.Content, outcome.Phase);
        }
    }

    [Fact]
    public async Task A_message_that_fails_to_write_itself_is_not_sent_and_breaks_the_connection()
    {
        var server = new ScriptedServer(Pipelined.Split("C: Subject")[0]);
        await using SmtpConnection connection = await server.ConnectAsync();
        var failure = new InvalidOperationException("disk");
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => connection.SendAsync(new SmtpEnvelope(Mails.Ada, [Mails.Bob, Mails.Eve]), new SmtpContent((_, _) => throw failure, null), CancellationToken.None));
        Assert.Same(failure, thrown);
        Assert.True(connection.IsBroken);
        Assert.DoesNotContain(server.Writes, w => w.EndsWith("\r\n.\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_source_of_the_message_is_not_taken_for_a_broken_server()
    {
        var server = new ScriptedServer(Pipelined.Split("C: Subject")[0]);
        await using SmtpConnection connection = await server.ConnectAsync();
        var failure = new ConnectionBrokenException("the IMAP server it is copied from");
        var thrown = await Assert.ThrowsAsync<ConnectionBrokenException>(
            () => connection.SendAsync(new SmtpEnvelope(Mails.Ada, [Mails.Bob, Mails.Eve]), Mails.Failing(failure), CancellationToken.None));
        Assert.Same(failure, thrown);
    }

    [Fact]
    public async Task Cancelled_before_it_began_nothing_was_sent_and_the_connection_is_good()
    {
        var server = new ScriptedServer(Pipelined);
        await using SmtpConnection connection = await server.ConnectAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => connection.SendAsync(Mails.ToBob(), Mails.Hello(), new CancellationToken(true)));
        Assert.Single(server.Writes);
        Assert.False(connection.IsBroken);
    }

    [Theory]
    [InlineData("C: MAIL", SmtpSendState.Refused)]
    [InlineData("S: 354", SmtpSendState.Refused)]
    [InlineData("S: 250-2.0.0 Ok:", SmtpSendState.Uncertain)]
    public async Task Cancelled_while_it_waits_the_outcome_says_what_is_known(string silentFrom, SmtpSendState expected)
    {
        string transcript = silentFrom == "C: MAIL"
            ? Pipelined.Split("S: 250 2.1.0")[0]
            : Pipelined.Split(silentFrom)[0];
        using var cancel = new CancellationTokenSource();
        var server = new ScriptedServer(transcript) { StaysSilent = true };
        await using SmtpConnection connection = await server.ConnectAsync();
        server.OnWait = cancel.Cancel;
        SmtpSendOutcome outcome = await connection.SendAsync(
            new SmtpEnvelope(Mails.Ada, [Mails.Bob, Mails.Eve]), Mails.Hello(), cancel.Token);
        Assert.Equal(expected, outcome.State);
        Assert.IsAssignableFrom<OperationCanceledException>(outcome.Error);
        Assert.True(connection.IsBroken);
    }

    private static async Task<SmtpSendOutcome> SendAsync(ScriptedServer server, SmtpContent? content = null)
    {
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(
            new SmtpEnvelope(Mails.Ada, [Mails.Bob, Mails.Eve]), content ?? Mails.HelloOfUnknownLength(), CancellationToken.None);
        Assert.Equal(outcome.State != SmtpSendState.Accepted, connection.IsBroken);
        return outcome;
    }

    private static IEnumerable<string> Lines(string transcript, string side) =>
        transcript.ReplaceLineEndings("\n").Split('\n').Where(l => l.StartsWith(side, StringComparison.Ordinal)).Select(l => l.Length > 3 ? l.Substring(3) : "");

    private static int EndOf(string text, string part) =>
        text.IndexOf("\r\n", text.IndexOf(part, StringComparison.Ordinal), StringComparison.Ordinal) + 2;
}
