using System;
using System.IO;
using System.Linq;
using OutlookMail.Client;
using OutlookMail.Smtp;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Outbox;

public sealed class DeliveryJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(SmtpPhase.MailFrom, "421 4.3.2 Service not available", SendVerdict.Retry, true)]
    [InlineData(SmtpPhase.MailFrom, "451 4.7.500 Server busy", SendVerdict.Retry, false)]
    [InlineData(SmtpPhase.MailFrom, "530 5.7.57 Client not authenticated to send mail", SendVerdict.Released, true)]
    [InlineData(SmtpPhase.MailFrom, "550 5.1.8 Access denied, bad outbound sender", SendVerdict.Failed, false)]
    [InlineData(SmtpPhase.Data, "451 4.3.0 later", SendVerdict.Retry, false)]
    [InlineData(SmtpPhase.Data, "554 5.5.1 no", SendVerdict.Failed, false)]
    [InlineData(SmtpPhase.Final, "452 4.3.1 Insufficient system storage", SendVerdict.Retry, false)]
    [InlineData(SmtpPhase.Final, "554 5.2.252 SendAsDenied; ada not allowed to send as bob", SendVerdict.Failed, false)]
    [InlineData(SmtpPhase.Final, "550 5.7.60 Client does not have permissions to send as this sender", SendVerdict.Failed, false)]
    [InlineData(SmtpPhase.Content, "552 5.3.4 Message size exceeds fixed maximum message size", SendVerdict.Failed, false)]
    public void Four_hundreds_wait_and_five_hundreds_are_final(SmtpPhase phase, string reply, SendVerdict verdict, bool endsConnection)
    {
        var judgement = Judge(phase, reply);
        Assert.Equal(verdict, judgement.Report.Verdict);
        Assert.Equal(endsConnection, judgement.EndsConnection);
        Assert.Equal(reply, judgement.Report.Reply);
        Assert.Null(judgement.Pause);
    }

    [Theory]
    [InlineData("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message", 3600, false)]
    [InlineData("554 5.2.2 mailbox quota", 3600, false)]
    [InlineData("432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending", 15, true)]
    [InlineData("451 4.7.0 Request is throttled. Suggested Backoff Time: 299961 milliseconds", 299.961, false)]
    public void A_limit_of_the_mailbox_pauses_the_mailbox_and_does_not_count_against_the_mail(string reply, double seconds, bool connections)
    {
        var judgement = Judge(SmtpPhase.Final, reply);
        Assert.Equal(SendVerdict.Released, judgement.Report.Verdict);
        Assert.Equal(TimeSpan.FromSeconds(seconds), judgement.Pause);
        Assert.Equal(connections, judgement.TooManyConnections);
    }

    [Fact]
    public void A_connection_lost_after_the_mails_end_is_uncertain_and_nothing_else_is()
    {
        foreach (var phase in Enum.GetValues<SmtpPhase>())
        {
            var judgement = DeliveryJudge.Judge(
                new DeliveryAttempt { State = phase == SmtpPhase.Final ? SmtpSendState.Uncertain : SmtpSendState.Refused, Phase = phase, Error = new IOException("reset"), Recipients = [null] },
                0,
                Now);
            var expected = phase switch
            {
                SmtpPhase.Final => SendVerdict.Uncertain,
                SmtpPhase.MailFrom => SendVerdict.Released,
                _ => SendVerdict.Retry,
            };
            Assert.Equal(expected, judgement.Report.Verdict);
            Assert.True(judgement.EndsConnection);
        }
    }

    [Fact]
    public void Recipients_are_told_apart()
    {
        var judgement = DeliveryJudge.Judge(
            new DeliveryAttempt
            {
                State = SmtpSendState.Accepted,
                Phase = SmtpPhase.Final,
                FinalReply = Reply("250 2.0.0 OK"),
                Recipients = [Reply("250 2.1.5 OK"), Reply("451 4.7.1 Greylisted"), Reply("550 5.1.1 Unknown"), null],
            },
            2,
            Now);
        Assert.Equal(SendVerdict.Sent, judgement.Report.Verdict);
        Assert.Equal(
            [RecipientVerdict.Accepted, RecipientVerdict.Deferred, RecipientVerdict.Refused, RecipientVerdict.Unknown],
            judgement.Report.Recipients.Select(one => one.Verdict));
        Assert.Equal(Now.AddMinutes(15), judgement.Report.RetryOn);
        Assert.Null(judgement.RecipientsPerMail);
    }

    [Theory]
    [InlineData("452 4.5.3 Too many recipients")]
    [InlineData("552 Too many recipients")]
    public void What_was_one_recipient_too_many_goes_at_once_and_the_number_is_learnt(string reply)
    {
        var judgement = DeliveryJudge.Judge(
            new DeliveryAttempt { State = SmtpSendState.Accepted, Phase = SmtpPhase.Final, FinalReply = Reply("250 OK"), Recipients = [Reply("250 OK"), Reply("250 OK"), Reply(reply)] },
            0,
            Now);
        Assert.Equal(2, judgement.RecipientsPerMail);
        Assert.Equal(Now, judgement.Report.RetryOn);
        Assert.Equal(RecipientVerdict.Deferred, judgement.Report.Recipients[2].Verdict);
    }

    [Theory]
    [InlineData("550 5.1.1 no", "550 5.1.1 no", SendVerdict.Failed)]
    [InlineData("550 5.1.1 no", "451 4.7.1 later", SendVerdict.Retry)]
    [InlineData("451 4.7.1 later", "550 5.1.1 no", SendVerdict.Retry)]
    public void When_no_recipient_is_taken_one_that_was_put_off_keeps_the_mail_alive(string first, string second, SendVerdict verdict)
    {
        var judgement = DeliveryJudge.Judge(
            new DeliveryAttempt { State = SmtpSendState.Refused, Phase = SmtpPhase.RcptTo, FinalReply = Reply(first), Recipients = [Reply(first), Reply(second)] },
            0,
            Now);
        Assert.Equal(verdict, judgement.Report.Verdict);
    }

    [Theory]
    [InlineData(SmtpObstacle.MessageTooLarge)]
    [InlineData(SmtpObstacle.SmtpUtf8NotOffered)]
    [InlineData(SmtpObstacle.EightBitNotOffered)]
    public void What_the_server_does_not_offer_is_final(SmtpObstacle obstacle) => Assert.Equal(
        SendVerdict.Failed,
        DeliveryJudge.Judge(new DeliveryAttempt { State = SmtpSendState.Refused, Phase = SmtpPhase.Precheck, Obstacle = obstacle }, 0, Now).Report.Verdict);

    [Fact]
    public void More_recipients_than_announced_are_halved_and_not_failed()
    {
        var judgement = DeliveryJudge.Judge(new DeliveryAttempt { State = SmtpSendState.Refused, Phase = SmtpPhase.Precheck, Obstacle = SmtpObstacle.TooManyRecipients, Recipients = new SmtpReply?[9] }, 0, Now);
        Assert.Equal((SendVerdict.Released, 4), (judgement.Report.Verdict, judgement.RecipientsPerMail));
    }

    [Theory]
    [InlineData(0, null, 60)]
    [InlineData(1, null, 300)]
    [InlineData(99, null, 7200)]
    [InlineData(0, 10, 10)]
    [InlineData(0, 600, 600)]
    [InlineData(3, 10, 1800)]
    public void Waits_grow_and_the_servers_own_delay_is_kept(int attempts, int? asked, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        RetrySchedule.After(attempts, asked is { } named ? TimeSpan.FromSeconds(named) : null));

    private static DeliveryJudgement Judge(SmtpPhase phase, string reply) => DeliveryJudge.Judge(
        new DeliveryAttempt { State = SmtpSendState.Refused, Phase = phase, FinalReply = Reply(reply), Recipients = [Reply("250 OK")] },
        0,
        Now);

    private static SmtpReply Reply(string text) => new(int.Parse(text[..3], System.Globalization.CultureInfo.InvariantCulture), [text[4..]]);
}
