using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Smtp;
using OutlookMail.Wire;
using Xunit;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Smtp;

/// <summary>Against a server that is not ours: Postfix with Dovecot's SASL, and Dovecot to see what arrived.</summary>
public sealed class RealPostfixTests(Servers servers) : IClassFixture<Servers>
{
    private const string Alice = "alice@contoso.test";
    private const string Bob = "bob@contoso.test";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_is_what_was_written_by_DATA_and_by_BDAT()
    {
        servers.Require();
        await using SmtpConnection connection = await SignInAsync(servers.SmtpStartTlsPort, TlsMode.StartTls);
        Assert.True(connection.Capabilities.Has("CHUNKING"));
        // Dots everywhere, lines up to 998 octets; the long one goes out by BDAT.
        string dots = ".\r\n..\r\n...\r\n.a\r\na.\r\n\r\n." + new string('.', 997) + "\r\n";
        foreach (int repeats in new[] { 1, 1100 })
        {
            string subject = "Dots " + Guid.NewGuid();
            string message = $"From: <{Alice}>\r\nTo: <{Bob}>\r\nSubject: {subject}\r\nMIME-Version: 1.0\r\n\r\n" + string.Concat(Enumerable.Repeat(dots, repeats));
            SmtpSendOutcome outcome = await connection.SendAsync(new SmtpEnvelope(Alice, [Bob]), Mails.Text(message), Ct);
            Assert.Equal(SmtpSendState.Accepted, outcome.State);
            // Postfix adds to the header section.
            Assert.Equal(Body(message), Body(await ArrivedAsync(subject)));
        }

        await connection.QuitAsync(Ct);
    }

    [Fact]
    public async Task A_batch_goes_through_refusals_and_a_failed_mail_leaves_nothing_behind()
    {
        servers.Require();
        await using SmtpConnection connection = await SignInAsync(servers.SmtpsPort, TlsMode.Implicit);
        SmtpMail Mail(int i) => new(
            new SmtpEnvelope(Alice, i % 3 == 0 ? ["nobody@contoso.test"] : i % 3 == 1 ? ["x@sink.test"] : ["x@sink.test", "nobody@contoso.test"]),
            Mails.Text($"Subject: {i}\r\n\r\n.{i}\r\n"));
        var outcomes = new List<SmtpSendOutcome>();
        await foreach (SmtpSendOutcome outcome in connection.SendManyAsync(Enumerable.Range(0, 60).Select(Mail), Ct))
            outcomes.Add(outcome);
        Assert.Equal(60, outcomes.Count);
        for (int i = 0; i < outcomes.Count; i++)
        {
            Assert.Equal((i, i % 3 == 0 ? SmtpSendState.Refused : SmtpSendState.Accepted), (i, outcomes[i].State));
            Assert.Equal(i % 3 == 2 ? [true, false] : new[] { i % 3 == 1 }, outcomes[i].Recipients.Select(r => r.IsAccepted));
        }

        Assert.Equal(SmtpPhase.RcptTo, outcomes[0].Phase);
        Assert.Equal("5.1.1", outcomes[0].FinalReply!.EnhancedCode);
        Assert.Equal(250, (await connection.ProbeSenderAsync(Alice, Ct)).Code);
    }

    [Fact]
    public async Task Mails_that_go_out_together_arrive_once_each_and_as_they_were_written()
    {
        servers.Require();
        await using SmtpConnection connection = await SignInAsync(servers.SmtpsPort, TlsMode.Implicit);
        string run = Guid.NewGuid().ToString();
        string[] messages = Enumerable.Range(1, 20)
            .Select(i => $"From: <{Alice}>\r\nTo: <{Bob}>\r\nSubject: {run} no {i}.\r\n\r\n.\r\n.{i}\r\n")
            .ToArray();
        SmtpMail[] mails = messages.Select(m => new SmtpMail(new SmtpEnvelope(Alice, [Bob]), new SmtpContent(Encoding.ASCII.GetBytes(m)))).ToArray();
        Assert.Equal(20, connection.CountTogether(mails));
        IReadOnlyList<SmtpSendOutcome> outcomes = await connection.SendTogetherAsync(mails, Ct);
        Assert.Equal(20, outcomes.Count(o => o.State == SmtpSendState.Accepted));
        // Each its own place in the queue.
        Assert.Equal(20, outcomes.Select(o => o.FinalReply!.Text).Distinct().Count());
        for (int i = 1; i <= 20; i++)
        {
            Assert.Equal(Body(messages[i - 1]), Body(await ArrivedAsync($"{run} no {i}.")));
        }

        Assert.Equal(20, await CountAsync(run));
    }

    [Fact]
    public async Task A_bad_token_is_refused_with_its_challenge_and_a_good_one_follows_on_the_same_connection()
    {
        servers.Require();
        await using SmtpConnection connection = await ConnectAsync(servers.SmtpStartTlsPort, TlsMode.StartTls);
        var refused = await Assert.ThrowsAsync<SmtpRefusedException>(() => connection.AuthenticateAsync(Alice, "not.a.token", Ct));
        Assert.Equal(535, refused.Reply.Code);
        Assert.Contains("status", refused.Challenge);
        await connection.AuthenticateAsync(Alice, await servers.TokenAsync(Alice), Ct);
        Assert.Equal(250, (await connection.ProbeSenderAsync(Alice, Ct)).Code);
    }

    [Fact]
    public async Task Size_reports_and_international_addresses_are_as_announced()
    {
        servers.Require();
        await using SmtpConnection connection = await SignInAsync(servers.SmtpsPort, TlsMode.Implicit);
        Assert.Equal(157286400, connection.Capabilities.SizeLimit);
        var large = new SmtpContent((_, _) => Task.CompletedTask, 157286401);
        Assert.Equal(SmtpObstacle.MessageTooLarge, (await connection.SendAsync(new SmtpEnvelope(Alice, [Bob]), large, Ct)).Obstacle);

        var reported = new SmtpEnvelope(Alice, ["x+y=z@sink.test"])
        {
            DeliveryReport = new SmtpDeliveryReport { Notify = SmtpNotify.Never, ReturnsMessage = false, EnvelopeId = "a b+c" },
        };
        Assert.Equal(SmtpSendState.Accepted, (await connection.SendAsync(reported, Mails.Text("Subject: x\r\n\r\n"), Ct)).State);

        var international = new SmtpEnvelope(Alice, ["用户@sink.test"]);
        SmtpSendOutcome outcome = await connection.SendAsync(international, Mails.Text("Subject: x\r\n\r\n"), Ct);
        Assert.Equal(SmtpSendState.Accepted, outcome.State);
    }

    private static string Body(string message) => message.Substring(message.IndexOf("\r\n\r\n", StringComparison.Ordinal));

    private async Task<SmtpConnection> SignInAsync(int port, TlsMode tls)
    {
        SmtpConnection connection = await ConnectAsync(port, tls);
        await connection.AuthenticateAsync(Alice, await servers.TokenAsync(Alice), Ct);
        return connection;
    }

    private Task<SmtpConnection> ConnectAsync(int port, TlsMode tls) => SmtpConnection.ConnectAsync(
        new WireEndpoint("localhost", port, tls), new WireOptions { CertificateAuthority = servers.CertificateAuthority }, Ct);

    private async Task<int> CountAsync(string subject)
    {
        await using ImapConnection imap = await ImapConnection.ConnectAsync(
            new WireEndpoint("localhost", servers.ImapsPort, TlsMode.Implicit), new WireOptions { CertificateAuthority = servers.CertificateAuthority }, Ct);
        await imap.AuthenticateAsync(Bob, await servers.TokenAsync(Bob), Ct);
        await imap.SelectAsync("INBOX", readOnly: true, Ct);
        return (await imap.UidSearchAsync(SearchQuery.Subject(subject), Ct)).Count;
    }

    private async Task<string> ArrivedAsync(string subject)
    {
        await using ImapConnection imap = await ImapConnection.ConnectAsync(
            new WireEndpoint("localhost", servers.ImapsPort, TlsMode.Implicit), new WireOptions { CertificateAuthority = servers.CertificateAuthority }, Ct);
        await imap.AuthenticateAsync(Bob, await servers.TokenAsync(Bob), Ct);
        // Postfix hands over to Dovecot on its own time; each SELECT sees what has come.
        for (int attempt = 0; attempt < 200; attempt++)
        {
            await imap.SelectAsync("INBOX", readOnly: true, Ct);
            IReadOnlyList<uint> found = await imap.UidSearchAsync(SearchQuery.Subject(subject), Ct);
            await foreach (FetchedBody body in imap.UidFetchBodyAsync(UidSet.Of(found), Ct))
            {
                using var copy = new MemoryStream();
                await body.CopyToAsync(copy, Ct);
                return Encoding.UTF8.GetString(copy.ToArray());
            }

            await Task.Delay(50, Ct);
        }

        throw new TimeoutException("The mail did not arrive.");
    }
}
