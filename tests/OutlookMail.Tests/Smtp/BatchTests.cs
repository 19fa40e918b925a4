using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Smtp;

/// <summary>Several mails on one connection, the next one's commands behind the previous one's end (RFC 2920 §3.1).</summary>
public class BatchTests
{
    private const string Hello = "S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250 PIPELINING\n";

    private const string Group = "C: MAIL FROM:<ada@contoso.test>\nC: RCPT TO:<bob@contoso.test>\nC: DATA\n";

    private const string GroupTaken = "S: 250 2.1.0 ok\nS: 250 2.1.5 ok\nS: 354 go\n";

    private static readonly string[] Texts = ["one\r\n", "two\r\n", "three\r\n"];

    [Fact]
    public async Task Each_mail_but_the_first_costs_one_round_trip()
    {
        var server = new ScriptedServer(Hello + Group + GroupTaken
            + "C: one\nC: .\n" + Group + "S: 250 2.0.0 queued one\n" + GroupTaken
            + "C: two\nC: .\n" + Group + "S: 250 2.0.0 queued two\n" + GroupTaken
            + "C: three\nC: .\nS: 250 2.0.0 queued three\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        List<SmtpSendOutcome> outcomes = await SendAsync(connection);
        Assert.Equal(["queued one", "queued two", "queued three"], outcomes.Select(o => o.FinalReply!.Text));
        Assert.All(outcomes, o => Assert.Equal(SmtpSendState.Accepted, o.State));
        server.AssertDone();
        Assert.Equal(["EHLO", "MAIL", "one\r", "two\r", "thre"], server.Writes.Select(w => w.Substring(0, 4)));
    }

    [Fact]
    public async Task A_refused_mail_does_not_hold_up_the_next()
    {
        var server = new ScriptedServer(Hello + Group + GroupTaken
            + "C: one\nC: .\n" + Group + "S: 554 5.2.252 SendAsDenied\nS: 250 ok\nS: 550 5.1.1 no\nS: 554 no recipients\n"
            + "C: RSET\n" + Group + "S: 250 ok\n" + GroupTaken + "C: three\nC: .\nS: 250 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        List<SmtpSendOutcome> outcomes = await SendAsync(connection);
        Assert.Equal([SmtpSendState.Refused, SmtpSendState.Refused, SmtpSendState.Accepted], outcomes.Select(o => o.State));
        Assert.Equal([SmtpPhase.Final, SmtpPhase.RcptTo, SmtpPhase.Final], outcomes.Select(o => o.Phase));
        server.AssertDone();
    }

    [Fact]
    public async Task Without_pipelining_it_is_one_command_after_the_other()
    {
        string step = "C: MAIL FROM:<ada@contoso.test>\nS: 250 ok\nC: RCPT TO:<bob@contoso.test>\nS: 250 ok\nC: DATA\nS: 354 go\n";
        var server = new ScriptedServer("S: 220 x\nC: EHLO [127.0.0.1]\nS: 250 x\n" + string.Concat(Texts.Select(t => step + $"C: {t.Trim()}\nC: .\nS: 250 ok\n")));
        await using SmtpConnection connection = await server.ConnectAsync();
        Assert.Equal(3, (await SendAsync(connection)).Count(o => o.State == SmtpSendState.Accepted));
        server.AssertDone();
    }

    [Fact]
    public async Task Wherever_the_connection_ends_at_most_one_mail_is_uncertain_and_none_behind_it()
    {
        string transcript = Hello + Group + GroupTaken
            + "C: one\nC: .\n" + Group + "S: 250 2.0.0 queued one\n" + GroupTaken
            + "C: two\nC: .\n" + Group + "S: 250 2.0.0 queued two\n" + GroupTaken
            + "C: three\nC: .\nS: 250 2.0.0 queued three\n";
        string said = string.Concat(transcript.Split('\n').Where(l => l.StartsWith("S:", StringComparison.Ordinal)).Select(l => l.Substring(3) + "\r\n"));
        int[] goAheads = AllEnds(said, "354 go\r\n");
        int[] queued = AllEnds(said, "queued one\r\n", "queued two\r\n", "queued three\r\n");
        for (int cut = said.IndexOf("250 2.1.0", StringComparison.Ordinal); cut <= said.Length; cut++)
        {
            var server = new ScriptedServer(transcript) { CloseAfterSending = cut };
            await using SmtpConnection connection = await server.ConnectAsync();
            List<SmtpSendOutcome> outcomes = await SendAsync(connection);
            int accepted = queued.Count(end => end <= cut);
            Assert.All(outcomes.Take(accepted), o => Assert.Equal(SmtpSendState.Accepted, o.State));
            if (accepted < 3)
            {
                // Its end was written when its 354 had come, and only then.
                SmtpSendState expected = goAheads.Count(end => end <= cut) > accepted ? SmtpSendState.Uncertain : SmtpSendState.Refused;
                Assert.Equal((cut, expected), (cut, outcomes[accepted].State));
                Assert.IsType<ConnectionBrokenException>(outcomes[accepted].Error);
                Assert.Equal(accepted + 1, outcomes.Count);
            }
        }
    }

    [Fact]
    public async Task Leaving_early_breaks_the_connection_when_the_next_mail_had_begun()
    {
        var server = new ScriptedServer(Hello + Group + GroupTaken + "C: one\nC: .\n" + Group + "S: 250 2.0.0 queued one\n" + GroupTaken);
        await using SmtpConnection connection = await server.ConnectAsync();
        await foreach (SmtpSendOutcome outcome in connection.SendManyAsync(ThreeMails(), CancellationToken.None))
        {
            Assert.Equal(SmtpSendState.Accepted, outcome.State);
            break;
        }

        Assert.True(connection.IsBroken);
        Assert.DoesNotContain(server.Writes, w => w.Contains("two"));
    }

    [Fact]
    public async Task A_goodbye_to_one_mail_is_the_end_of_all()
    {
        var server = new ScriptedServer(Hello + Group + GroupTaken + "C: one\nC: .\n" + Group + "S: 421 4.4.2 bye\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        SmtpSendOutcome outcome = Assert.Single(await SendAsync(connection));
        Assert.Equal(SmtpSendState.Refused, outcome.State);
        Assert.Equal(421, outcome.FinalReply!.Code);
    }

    [Fact]
    public async Task The_limits_of_the_server_are_kept()
    {
        var server = new ScriptedServer("S: 220 x\nC: EHLO [127.0.0.1]\nS: 250-x\nS: 250-LIMITS MAILMAX=2 RCPTMAX=2 RCPTDOMAINMAX=1 FUTURE=7\nS: 250 PIPELINING\n"
            + Group + GroupTaken + "C: one\nC: .\n" + Group + "S: 250 ok\n" + GroupTaken + "C: two\nC: .\nS: 250 ok\n");
        await using SmtpConnection connection = await server.ConnectAsync();
        Assert.Equal(2, connection.Capabilities.Limits.MaxTransactions);
        SmtpObstacle Many(params string[] recipients) =>
            connection.SendAsync(new SmtpEnvelope(Mails.Ada, recipients), Mails.Text("x"), CancellationToken.None).GetAwaiter().GetResult().Obstacle;
        Assert.Equal(SmtpObstacle.TooManyRecipients, Many(Mails.Bob, Mails.Eve, Mails.Ada));
        Assert.Equal(SmtpObstacle.TooManyRecipients, Many(Mails.Bob, "bob@elsewhere.test"));

        List<SmtpSendOutcome> outcomes = await SendAsync(connection);
        Assert.Equal([SmtpSendState.Accepted, SmtpSendState.Accepted, SmtpSendState.Refused], outcomes.Select(o => o.State));
        Assert.Equal(SmtpObstacle.ConnectionExhausted, outcomes[2].Obstacle);
        Assert.True(connection.IsBroken);
        server.AssertDone();
    }

    [Fact]
    public async Task Delivery_reports_are_asked_for_where_they_are_offered()
    {
        var envelope = new SmtpEnvelope(Mails.Ada, ["b+c=d@contoso.test", Mails.Eve])
        {
            DeliveryReport = new SmtpDeliveryReport { Notify = SmtpNotify.Success | SmtpNotify.Delay, ReturnsMessage = false, EnvelopeId = "run 4711+1" },
        };
        var server = new ScriptedServer("""
            S: 220 x
            C: EHLO [127.0.0.1]
            S: 250-x
            S: 250-DSN
            S: 250 PIPELINING
            C: MAIL FROM:<ada@contoso.test> RET=HDRS ENVID=run+204711+2B1
            C: RCPT TO:<b+c=d@contoso.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;b+2Bc+3Dd@contoso.test
            C: RCPT TO:<eve@contoso.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;eve@contoso.test
            C: DATA
            S: 550 no
            S: 503 no
            S: 503 no
            S: 503 no

            """);
        await using (SmtpConnection connection = await server.ConnectAsync())
        {
            await connection.SendAsync(envelope, Mails.HelloOfUnknownLength(), CancellationToken.None);
            server.AssertDone();
        }

        server = new ScriptedServer(Hello + "C: MAIL FROM:<ada@contoso.test>\nC: RCPT TO:<b+c=d@contoso.test>\nC: RCPT TO:<eve@contoso.test>\nC: DATA\nS: 550 no\nS: 503 no\nS: 503 no\nS: 503 no\n");
        await using (SmtpConnection connection = await server.ConnectAsync())
        {
            await connection.SendAsync(envelope, Mails.HelloOfUnknownLength(), CancellationToken.None);
            server.AssertDone();
        }

        Assert.Throws<ArgumentException>(() => new SmtpDeliveryReport { EnvelopeId = "a\r\nb" });
        Assert.Throws<ArgumentException>(() => new SmtpDeliveryReport { EnvelopeId = new string('x', 101) });
    }

    private static IEnumerable<SmtpMail> ThreeMails() => Texts.Select(text => new SmtpMail(
        Mails.ToBob(), new SmtpContent((stream, token) => stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(text), token).AsTask(), null)));

    private static async Task<List<SmtpSendOutcome>> SendAsync(SmtpConnection connection)
    {
        var outcomes = new List<SmtpSendOutcome>();
        await foreach (SmtpSendOutcome outcome in connection.SendManyAsync(ThreeMails(), CancellationToken.None))
            outcomes.Add(outcome);
        return outcomes;
    }

    private static int[] AllEnds(string text, params string[] parts) => parts.SelectMany(part => Enumerable.Range(0, text.Length)
        .Where(i => string.CompareOrdinal(text, i, part, 0, part.Length) == 0).Select(i => i + part.Length)).ToArray();
}
