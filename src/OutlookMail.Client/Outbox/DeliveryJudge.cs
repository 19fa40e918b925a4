using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Smtp;
using OutlookMail.Store;

namespace OutlookMail.Client;

/// <summary>
/// Decides what an attempt means. 4xx waits and is tried again, 5xx is final, except where Exchange speaks of the
/// mailbox's limits and not of the mail; and nothing that may have been sent is ever tried again from here.
/// </summary>
internal static class DeliveryJudge
{
    // "432 4.3.2 Concurrent connections limit exceeded" (STOREDRV.ClientSubmit): others of the mailbox are sending; they
    // are done with a mail in seconds.
    private static readonly TimeSpan ConnectionsPause = TimeSpan.FromSeconds(15);

    // "5.2.2 … SubmissionQuotaExceeded": the day's quota, counted over 24 rolling hours, frees itself a little at a time.
    private static readonly TimeSpan QuotaPause = TimeSpan.FromHours(1);

    public static DeliveryJudgement Judge(DeliveryAttempt attempt, int attempts, DateTimeOffset now)
    {
        var recipients = attempt.Recipients.Select(Recipient).ToArray();
        var full = attempt.Recipients.Any(IsTooManyRecipients);
        var accepted = recipients.Count(one => one.Verdict == RecipientVerdict.Accepted);
        var asked = SuggestedPause(attempt.FinalReply);

        // Recipients beyond the server's number are no retry: it takes them at once, in the next mail.
        var retryOn = full && accepted > 0 ? now : now + RetrySchedule.After(attempts, asked);
        SendReport Report(SendVerdict verdict, string reason) => new(verdict, reason)
        {
            Reply = attempt.FinalReply?.ToString() ?? "",
            RetryOn = retryOn,
            Recipients = recipients,
        };

        switch (attempt.State)
        {
            case SmtpSendState.Accepted:
                return new DeliveryJudgement(Report(SendVerdict.Sent, "The server took it."))
                {
                    RecipientsPerMail = full && accepted > 0 ? accepted : null,
                };
            case SmtpSendState.Uncertain:
                return new DeliveryJudgement(Report(SendVerdict.Uncertain, $"The connection ended before the server confirmed it: {attempt.Error?.Message ?? "no reply"}"))
                {
                    EndsConnection = true,
                };
            default:
                return Refused(attempt, recipients, Report);
        }
    }

    public static bool SpeaksOfConnections(string text) => text.IndexOf("Concurrent connections limit", StringComparison.OrdinalIgnoreCase) >= 0;

    private static DeliveryJudgement Refused(DeliveryAttempt attempt, IReadOnlyList<RecipientReport> recipients, Func<SendVerdict, string, SendReport> report)
    {
        switch (attempt.Obstacle)
        {
            case SmtpObstacle.MessageTooLarge:
                return new DeliveryJudgement(report(SendVerdict.Failed, "It is larger than the server takes (SIZE)."));
            case SmtpObstacle.TooManyRecipients:
                // More than it announced (LIMITS), of recipients or of their domains: half of them, until they fit.
                return new DeliveryJudgement(report(SendVerdict.Released, "The server takes fewer recipients at a time."))
                {
                    RecipientsPerMail = Math.Max(1, recipients.Count / 2),
                };
            case SmtpObstacle.ConnectionExhausted:
                return new DeliveryJudgement(report(SendVerdict.Released, "The server takes no more mails on this connection.")) { EndsConnection = true };
            case SmtpObstacle.None:
                break;
            default:
                return new DeliveryJudgement(report(SendVerdict.Failed, "It holds addresses or text that this server does not take (8BITMIME, SMTPUTF8)."));
        }

        var reply = attempt.FinalReply;
        if (reply is null)
        {
            // Before its first command was answered it is the connection's fault; later the mail itself may be what the
            // server stumbles over, and must not be tried for ever.
            var verdict = attempt.Phase == SmtpPhase.MailFrom ? SendVerdict.Released : SendVerdict.Retry;
            return new DeliveryJudgement(report(verdict, $"The connection ended before the mail did; the server has nothing of it: {attempt.Error?.Message ?? "no reply"}"))
            {
                EndsConnection = true,
            };
        }

        var ends = reply.Code == 421 || attempt.Error is not null;
        if (IsTooManyConnections(reply))
        {
            return new DeliveryJudgement(report(SendVerdict.Released, $"Too many connections at a time: {reply}"))
            {
                Pause = SuggestedPause(reply) ?? ConnectionsPause,
                TooManyConnections = true,
                EndsConnection = true,
            };
        }

        if (IsQuota(reply))
        {
            return new DeliveryJudgement(report(SendVerdict.Released, $"The mailbox's quota is used up: {reply}")) { Pause = QuotaPause, EndsConnection = ends };
        }

        if (SuggestedPause(reply) is { } backoff && reply.IsTransient)
        {
            return new DeliveryJudgement(report(SendVerdict.Released, $"The server asks for a pause: {reply}")) { Pause = backoff, EndsConnection = ends };
        }

        // "530 5.7.57 Client not authenticated": the sign-in was lost, not the mail refused.
        if (reply.Code == 530)
        {
            return new DeliveryJudgement(report(SendVerdict.Released, $"The sign-in is no longer good: {reply}")) { EndsConnection = true };
        }

        var someLater = attempt.Phase == SmtpPhase.RcptTo && recipients.Any(one => one.Verdict == RecipientVerdict.Deferred);
        return someLater || (reply.IsTransient && attempt.Phase != SmtpPhase.RcptTo) || reply.Code == 421
            ? new DeliveryJudgement(report(SendVerdict.Retry, $"The server put it off: {reply}")) { EndsConnection = ends }
            : new DeliveryJudgement(report(SendVerdict.Failed, $"The server refused it: {reply}")) { EndsConnection = ends };
    }

    private static TimeSpan? SuggestedPause(SmtpReply? reply)
    {
        TimeSpan? wait = null;
        _ = reply is not null && ImapErrorMapper.IsThrottle(reply.Text, out wait);
        return wait;
    }

    private static RecipientReport Recipient(SmtpReply? reply) => reply switch
    {
        null => new(RecipientVerdict.Unknown, ""),
        { IsPositive: true } => new(RecipientVerdict.Accepted, reply.ToString()),
        _ when reply.IsTransient || IsTooManyRecipients(reply) => new(RecipientVerdict.Deferred, reply.ToString()),
        _ => new(RecipientVerdict.Refused, reply.ToString()),
    };

    // RFC 5321 §4.5.3.1.10: 452, and from old servers 552, which is to be treated as if it were 452.
    private static bool IsTooManyRecipients(SmtpReply? reply) =>
        reply is { Code: 452 or 552 } && (reply.EnhancedCode is "4.5.3" or "5.5.3" || reply.Text.IndexOf("too many recipients", StringComparison.OrdinalIgnoreCase) >= 0);

    private static bool IsTooManyConnections(SmtpReply reply) =>
        reply is { Code: 432, EnhancedCode: "4.3.2" } && SpeaksOfConnections(reply.Text);

    private static bool IsQuota(SmtpReply reply) =>
        reply.Text.IndexOf("SubmissionQuotaExceeded", StringComparison.OrdinalIgnoreCase) >= 0 || reply is { Code: 554, EnhancedCode: "5.2.2" };
}
