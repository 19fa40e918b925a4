using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Tests.Identity;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>Short mails that go out each in one write with its commands, several before the first is answered.</summary>
public class WholeMailsTests
{
    private const string Queued = "250 2.0.0 queued ";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_mail_is_one_write()
    {
        var server = new AnsweringServer();
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), AnsweringServer.Content(1), Ct);
        Assert.Equal((SmtpSendState.Accepted, SmtpPhase.Final, Queued + 1), (outcome.State, outcome.Phase, outcome.FinalReply!.ToString()));
        Assert.True(Assert.Single(outcome.Recipients).IsAccepted);
        // Over a stream of which nobody knows whether it is quiet, the server is asked whether it is there.
        Assert.Equal(["RSET\r\n", AnsweringServer.Whole(1)], server.Script.Writes.Skip(1));
    }

    [Fact]
    public async Task A_mail_behind_an_unanswered_one_begins_with_RSET()
    {
        var server = new AnsweringServer();
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(4), Ct);
        Assert.Equal(Enumerable.Range(1, 4).Select(i => Queued + i), outcomes.Select(o => o.FinalReply!.ToString()));
        Assert.Equal(
            ["RSET\r\n", AnsweringServer.Whole(1), AnsweringServer.Whole(2) + "RSET\r\n" + AnsweringServer.Whole(3), AnsweringServer.Whole(4)],
            server.Script.Writes.Skip(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task A_refused_mail_leaves_the_others_alone(int readSize)
    {
        var server = new AnsweringServer(
            (verb, number) => (verb, number) switch
            {
                ("RCPT", 3) => "550 5.1.1 unknown",
                ("MAIL", 5) => "550 5.7.1 not you",
                ("RCPT", 5) => "503 5.5.1 no",
                ("BDAT", 3 or 5) => "503 5.5.1 no",
                ("BDAT", 6) => "554 5.2.252 SendAsDenied",
                _ => null,
            },
            readSize);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(8), Ct);
        Assert.Equal(
            ["Final 2.0.0", "Final 2.0.0", "RcptTo 5.1.1", "Final 2.0.0", "MailFrom 5.7.1", "Final 5.2.252", "Final 2.0.0", "Final 2.0.0"],
            outcomes.Select(o => $"{o.Phase} {o.FinalReply!.EnhancedCode}"));
        Assert.Equal(outcomes.Select(o => o.FinalReply!.IsPositive), outcomes.Select(o => o.State == SmtpSendState.Accepted));
        Assert.Contains(AnsweringServer.Text(3) + "RSET\r\n" + AnsweringServer.Whole(4), server.Heard);
        Assert.False(connection.IsBroken);
    }

    [Fact]
    public async Task A_mail_that_some_recipients_get_is_accepted()
    {
        int recipient = 0;
        var server = new AnsweringServer((verb, _) => verb == "RCPT" && ++recipient == 1 ? "550 5.1.1 unknown" : null);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(new SmtpEnvelope(Mails.Ada, [Mails.Eve, Mails.Bob]), AnsweringServer.Content(1), Ct);
        Assert.Equal(SmtpSendState.Accepted, outcome.State);
        Assert.Equal([false, true], outcome.Recipients.Select(r => r.IsAccepted));
    }

    [Theory]
    [InlineData("RSET")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("BDAT")]
    public async Task A_goodbye_in_the_middle_leaves_the_later_ones_without_an_outcome(string at)
    {
        bool isGone = false;
        var server = new AnsweringServer(
            (verb, number) =>
            {
                bool isGoodbye = verb == at && number == 3;
                string? reply = isGone ? "" : isGoodbye ? "421 4.3.2 bye" : null;
                isGone |= isGoodbye;
                return reply;
            },
            readSize: 1);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(8), Ct);
        Assert.Equal([SmtpSendState.Accepted, SmtpSendState.Accepted, SmtpSendState.Refused], outcomes.Select(o => o.State));
        Assert.Equal(421, outcomes[2].FinalReply!.Code);
        Assert.True(server.Out > 3);
        Assert.True(connection.IsBroken);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public async Task Wherever_the_connection_ends_what_is_out_and_unanswered_is_uncertain_and_nothing_else(int readSize)
    {
        long begin = AnsweringServer.Hello.Split('\n').Where(line => line.StartsWith('S')).Sum(line => line.Length - 1);
        long end = long.MaxValue;
        var unanswered = new HashSet<int>();
        for (long cut = begin; cut <= end; cut++)
        {
            var server = new AnsweringServer(readSize: readSize);
            server.Script.CloseAfterSending = cut;
            await using SmtpConnection connection = await server.Script.ConnectAsync();
            IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(5), Ct);
            int accepted = server.EndAnswered.Count(at => at <= cut);
            Assert.Equal((cut, Math.Max(1, server.Out)), (cut, outcomes.Count));
            for (int i = 0; i < outcomes.Count; i++)
            {
                SmtpSendState expected = i < accepted ? SmtpSendState.Accepted : server.Out > 0 ? SmtpSendState.Uncertain : SmtpSendState.Refused;
                Assert.Equal((cut, i, expected), (cut, i, outcomes[i].State));
                Assert.Equal(expected == SmtpSendState.Accepted ? null : typeof(ConnectionBrokenException), outcomes[i].Error?.GetType());
                Assert.Equal(expected == SmtpSendState.Accepted ? Queued + (i + 1) : null, outcomes[i].FinalReply?.ToString());
            }

            Assert.Equal(accepted < 5, connection.IsBroken);
            unanswered.Add(server.Out - accepted);
            end = accepted == 5 ? cut : end;
        }

        Assert.Contains(0, unanswered);
        Assert.Contains(2, unanswered);
    }

    [Fact]
    public async Task A_refusal_that_was_read_stays_one_when_the_connection_breaks_later()
    {
        var server = new AnsweringServer(
            (verb, number) => number == 4 || (number == 5 && verb == "RSET") ? "" : (verb, number) switch
            {
                ("RCPT", 2) => "550 5.1.1 unknown",
                ("BDAT", 2) => "503 5.5.1 no",
                _ => null,
            },
            readSize: 1);
        using var stop = new CancellationTokenSource();
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        server.Script.OnWait = () =>
        {
            if (server.Out > 3)
                stop.Cancel();
        };
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(4), stop.Token);
        Assert.Equal([SmtpSendState.Accepted, SmtpSendState.Refused, SmtpSendState.Accepted, SmtpSendState.Uncertain], outcomes.Select(o => o.State));
        Assert.Equal([false, false, false, true], outcomes.Select(o => o.Error is not null));
    }

    [Theory]
    [InlineData("RSET", "550 5.5.1 no")]
    [InlineData("RSET", "354 go")]
    [InlineData("MAIL", "354 go")]
    [InlineData("RCPT", "354 go")]
    [InlineData("BDAT", "354 go")]
    [InlineData("MAIL", "this is no reply")]
    public async Task After_an_answer_that_does_not_fit_all_that_is_out_is_uncertain(string at, string reply)
    {
        var server = new AnsweringServer((verb, number) => verb == at && number == 3 ? reply : null, readSize: 1);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(8), Ct);
        Assert.Equal(server.Out, outcomes.Count);
        Assert.All(outcomes.Take(2), o => Assert.Equal(SmtpSendState.Accepted, o.State));
        Assert.All(outcomes.Skip(2), o => Assert.Equal((SmtpSendState.Uncertain, null), (o.State, o.FinalReply)));
        Assert.All(outcomes.Skip(2), o => Assert.IsType<ServerProtocolException>(o.Error));
        Assert.True(connection.IsBroken);
    }

    [Theory]
    [InlineData("MAIL", "RCPT")]
    [InlineData("RCPT", "MAIL")]
    public async Task A_server_that_takes_a_message_for_nobody_leaves_it_uncertain(string refused, string taken)
    {
        var server = new AnsweringServer((verb, _) => verb == refused ? "550 5.1.0 no" : verb == taken ? "250 ok" : null);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), AnsweringServer.Content(1), Ct);
        Assert.Equal(SmtpSendState.Uncertain, outcome.State);
    }

    [Fact]
    public async Task A_sender_refused_and_a_recipient_taken_is_uncertain_until_the_end_is_answered()
    {
        foreach (bool isAnswered in new[] { true, false })
        {
            var server = new AnsweringServer((verb, _) => verb == "MAIL" ? "550 5.1.0 no" : verb != "BDAT" ? null : isAnswered ? "503 5.5.1 no" : "");
            await using SmtpConnection connection = await server.Script.ConnectAsync();
            using var stop = new CancellationTokenSource();
            server.Script.OnWait = () =>
            {
                if (server.Out > 0)
                    stop.Cancel();
            };
            SmtpSendOutcome outcome = await connection.SendAsync(Mails.ToBob(), AnsweringServer.Content(1), stop.Token);
            Assert.Equal(isAnswered ? SmtpSendState.Refused : SmtpSendState.Uncertain, outcome.State);
        }
    }

    [Fact]
    public async Task A_goodbye_before_the_first_is_its_answer_and_nothing_is_sent()
    {
        var server = new AnsweringServer((verb, _) => verb == "RSET" ? "" : null);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        server.Script.Say("421 4.4.2 idle\r\n");
        SmtpSendOutcome outcome = Assert.Single(await connection.SendTogetherAsync(AnsweringServer.Numbered(3), Ct));
        Assert.Equal((SmtpSendState.Refused, SmtpPhase.MailFrom, 421), (outcome.State, outcome.Phase, outcome.FinalReply!.Code));
        Assert.Equal("RSET\r\n", server.Heard);
    }

    [Fact]
    public async Task What_is_no_short_mail_of_whole_lines_goes_by_DATA()
    {
        const string Pipelining = "S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250 PIPELINING\n";
        const string Group = "C: MAIL FROM:<ada@contoso.test>\nC: RCPT TO:<bob@contoso.test>\nC: DATA\nS: 250 ok\nS: 250 ok\nS: 354 go\n";
        const string OneByOne = "C: MAIL FROM:<ada@contoso.test>\nS: 250 ok\nC: RCPT TO:<bob@contoso.test>\nS: 250 ok\nC: DATA\nS: 354 go\n";
        foreach ((string hello, string commands, string text) in new[]
        {
            (AnsweringServer.Hello, Group, "Subject: x\r\n\r\n.x"),
            (Pipelining, Group, "Subject: x\r\n\r\n.x\r\n"),
            (Pipelining.Replace("PIPELINING", "CHUNKING"), OneByOne, "Subject: x\r\n\r\n.x\r\n"),
        })
        {
            var server = new ScriptedServer(hello + commands + "C: Subject: x\nC:\nC: ..x\nC: .\nS: 250 ok\n");
            await using SmtpConnection connection = await server.ConnectAsync();
            var content = new SmtpContent(Encoding.ASCII.GetBytes(text));
            Assert.Equal(text.Length, content.Length);
            Assert.Equal(0, connection.CountTogether([new SmtpMail(Mails.ToBob(), content)]));
            Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(Mails.ToBob(), content, Ct)).State);
            await Assert.ThrowsAsync<ArgumentException>(() => connection.SendTogetherAsync([new SmtpMail(Mails.ToBob(), content)], Ct));
            server.AssertDone();
        }
    }

    [Fact]
    public async Task No_more_go_together_than_the_server_takes()
    {
        var server = new AnsweringServer(hello: AnsweringServer.Hello.Replace("S: 250-PIPELINING", "S: 250-SIZE 1000\nS: 250-LIMITS MAILMAX=3\nS: 250-PIPELINING"));
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        SmtpMail[] mails = AnsweringServer.Numbered(5);
        Assert.Equal(3, connection.CountTogether(mails));
        Assert.Equal(1, connection.CountTogether([mails[0], new SmtpMail(Mails.ToBob(), new SmtpContent(Encoding.ASCII.GetBytes(new string('x', 1000) + "\r\n"))), mails[1]]));
        Assert.Equal(0, connection.CountTogether([new SmtpMail(Mails.ToBob(), new SmtpContent(new byte[1]) { IsBinary = true })]));
        Assert.Empty(await connection.SendTogetherAsync([], Ct));
        Assert.Equal(3, (await connection.SendTogetherAsync(mails.Take(3).ToArray(), Ct)).Count(o => o.State == SmtpSendState.Accepted));
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task Cancelled_before_it_began_nothing_was_sent()
    {
        var server = new AnsweringServer();
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.SendTogetherAsync(AnsweringServer.Numbered(2), new CancellationToken(true)));
        using var stop = new CancellationTokenSource();
        var stopping = new SmtpMail(Mails.ToBob(), new SmtpContent(Encoding.ASCII.GetBytes(AnsweringServer.Text(1))) { EnvelopeSent = stop.Cancel });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connection.SendTogetherAsync([stopping], stop.Token));
        Assert.Equal("RSET\r\n", server.Heard);
        Assert.False(connection.IsBroken);
        Assert.Equal(Queued + 1, (await connection.SendAsync(Mails.ToBob(), AnsweringServer.Content(1), Ct)).FinalReply!.ToString());
    }

    [Fact]
    public async Task Cancelled_while_answers_are_owed_what_is_out_is_uncertain()
    {
        var server = new AnsweringServer((verb, number) => number > 1 ? "" : null);
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        using var stop = new CancellationTokenSource();
        server.Script.OnWait = () =>
        {
            if (server.Out == 3)
                stop.Cancel();
        };
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(AnsweringServer.Numbered(5), stop.Token);
        Assert.Equal([SmtpSendState.Accepted, SmtpSendState.Uncertain, SmtpSendState.Uncertain], outcomes.Select(o => o.State));
        Assert.All(outcomes.Skip(1), o => Assert.IsAssignableFrom<OperationCanceledException>(o.Error));
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task Cancelled_while_an_answer_is_read_the_next_ones_do_not_go_out()
    {
        var server = new AnsweringServer();
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        using var stop = new CancellationTokenSource();
        server.Script.OnRead = () =>
        {
            if (server.Out == 1)
                stop.Cancel();
        };
        SmtpSendOutcome outcome = Assert.Single(await connection.SendTogetherAsync(AnsweringServer.Numbered(5), stop.Token));
        Assert.Equal((SmtpSendState.Accepted, null), (outcome.State, outcome.Error));
        Assert.Equal(1, server.Out);
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task What_the_callers_code_throws_before_the_write_comes_through_and_nothing_was_sent()
    {
        var server = new AnsweringServer();
        await using SmtpConnection connection = await server.Script.ConnectAsync();
        var failure = new InvalidOperationException("journal");
        var failing = new SmtpMail(Mails.ToBob(), new SmtpContent(Encoding.ASCII.GetBytes(AnsweringServer.Text(1))) { EnvelopeSent = () => throw failure });
        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => connection.SendTogetherAsync([AnsweringServer.Numbered(1)[0], failing], Ct)));
        Assert.Equal("RSET\r\n", server.Heard);
        Assert.False(connection.IsBroken);
        Assert.Equal(Queued + 1, (await connection.SendAsync(Mails.ToBob(), AnsweringServer.Content(1), Ct)).FinalReply!.ToString());
    }

    [Theory]
    [InlineData("RSET", SmtpSendState.Refused)]
    [InlineData("MAIL", SmtpSendState.Refused)]
    [InlineData("BDAT", SmtpSendState.Refused)]
    [InlineData("queued 1", SmtpSendState.Uncertain)]
    public async Task A_trace_that_cannot_be_written_does_not_undo_what_is_out(string at, SmtpSendState expected)
    {
        var server = new AnsweringServer();
        using var trace = new WireTrace(new FullDisk(at));
        await using SmtpConnection connection = await server.Script.ConnectAsync(new WireOptions { Trace = trace });
        Task<IReadOnlyList<SmtpSendOutcome>> sending = connection.SendTogetherAsync(AnsweringServer.Numbered(3), Ct);
        if (at is "RSET" or "MAIL")
        {
            await Assert.ThrowsAsync<IOException>(() => sending);
        }
        else
        {
            SmtpSendOutcome outcome = Assert.Single(await sending);
            Assert.Equal(expected, outcome.State);
            Assert.IsType<IOException>(outcome.Error);
        }

        Assert.Equal(expected == SmtpSendState.Refused ? 0 : 1, server.Out);
        // Half a command may be left over.
        Assert.True(connection.IsBroken);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_connection_that_was_silent_for_two_seconds_is_asked_first()
    {
        var heard = new List<string>();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, heard);
        var time = new ManualTime();
        var endpoint = new WireEndpoint("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, TlsMode.StartTls);
        WireConnection wire = await WireConnection.ConnectAsync(endpoint, new WireOptions { Time = time, Proxy = WireProxy.None }, Ct);
        await using SmtpConnection connection = await SmtpConnection.OpenAsync(wire, ScriptedServer.Endpoint, Ct);
        // .NET Framework cannot tell, and always asks.
        Assert.Equal(!LibraryFlavour.IsNetStandard, wire.IsQuiet);
        async Task<string> SendAsync()
        {
            heard.Clear();
            Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(Mails.ToBob(), AnsweringServer.Content(1), Ct)).State);
            return heard[0];
        }

        Assert.Equal(LibraryFlavour.IsNetStandard ? "RSET" : "MAIL", await SendAsync());
        time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.Equal(LibraryFlavour.IsNetStandard ? "RSET" : "MAIL", await SendAsync());
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("RSET", await SendAsync());

        heard.Clear();
        await connection.ProbeSenderAsync("end@contoso.test", Ct);
        await serving;
        time.Advance(TimeSpan.FromSeconds(2));
        SmtpSendOutcome outcome = Assert.Single(await connection.SendTogetherAsync(AnsweringServer.Numbered(3), Ct));
        Assert.Equal((SmtpSendState.Refused, SmtpPhase.MailFrom), (outcome.State, outcome.Phase));
        Assert.IsType<ConnectionBrokenException>(outcome.Error);
    }

    // Ends with the answer to the RSET behind a sender called "end".
    private static async Task ServeAsync(TcpListener listener, List<string> heard)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Ct);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        async Task SayAsync(string line) => await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), Ct);
        await SayAsync("220 x");
        bool isEnding = false;
        while (await reader.ReadLineAsync(Ct) is { } line)
        {
            if (!line.StartsWith("Subject", StringComparison.Ordinal) && line.Length > 3)
            {
                heard.Add(line.Substring(0, 4));
                isEnding |= line.Contains("<end@", StringComparison.Ordinal);
                await SayAsync(line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-x\r\n250-PIPELINING\r\n250 CHUNKING" : "250 ok");
                if (isEnding && line == "RSET")
                {
                    return;
                }
            }
        }
    }

    private sealed class FullDisk(string at) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            if (value!.Contains(at, StringComparison.Ordinal))
            {
                throw new IOException("No space left on device");
            }
        }
    }
}
