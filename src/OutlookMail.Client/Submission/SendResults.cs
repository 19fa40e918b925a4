using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using OutlookMail.Model;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>What became of a mail, as its sender is told: a result, or the catalogue entry that says why not.</summary>
internal static class SendResults
{
    public static OutlookSendResult From(SmtpSendOutcome outcome, ComposedMail mail, DateTimeOffset now) => new()
    {
        State = outcome.State switch
        {
            SmtpSendState.Accepted => OutlookSendState.Sent,
            SmtpSendState.Uncertain => OutlookSendState.Uncertain,
            _ => OutlookSendState.Refused,
        },
        Subject = mail.Subject,
        From = mail.Sender,
        MessageId = mail.MessageId,
        Size = mail.Length,
        SentOn = now,
        Reply = outcome.FinalReply?.ToString() ?? "",
        Recipients = outcome.Recipients
            .Select(one => new OutlookRecipientResult(one.Address, one.IsAccepted, one.Reply?.ToString() ?? ""))
            .ToArray(),
    };

    /// <summary>A mail and its parts, as the journal has them.</summary>
    /// <param name="parts">At least one, the first of them first.</param>
    public static OutlookSendResult From(IReadOnlyList<OutlookOutboxItem> parts, DateTimeOffset now)
    {
        var first = parts[0];
        return new OutlookSendResult
        {
            State = parts.Any(part => part.State == OutlookOutboxState.Uncertain) ? OutlookSendState.Uncertain
                : parts.All(part => part.State == OutlookOutboxState.Sent) ? OutlookSendState.Sent
                : parts.Any(part => part.State == OutlookOutboxState.Failed) ? OutlookSendState.Refused
                : OutlookSendState.Queued,
            Subject = first.Subject,
            From = first.From,
            MessageId = first.MessageId,
            Size = first.Size,
            SentOn = first.SentOn ?? now,
            Reply = first.Reply,
            OutboxId = first.Id,
            Recipients = parts
                .SelectMany(part => part.Recipients.Select(one => new OutlookRecipientResult(
                    one.Address,
                    one.State == OutlookOutboxRecipientState.Accepted || (one.State == OutlookOutboxRecipientState.Pending && part.State == OutlookOutboxState.Sent),
                    one.Reply)))
                .ToArray(),
        };
    }

    /// <summary>Why a mail was not sent, or that nobody knows.</summary>
    public static OutlookMailException Failure(SmtpSendOutcome outcome, OutlookSendResult result, LiveSession session)
    {
        if (outcome.State == SmtpSendState.Uncertain)
        {
            return SubmissionErrors.SendUncertain(result, outcome.Error);
        }

        if (outcome.Obstacle != SmtpObstacle.None)
        {
            return outcome.Obstacle switch
            {
                SmtpObstacle.MessageTooLarge => SubmissionErrors.MessageTooLarge(result.Size, "it announced its limit (SIZE) when it was greeted", null),
                SmtpObstacle.TooManyRecipients => SubmissionErrors.MailNotSent(result, "it has more recipients than this server takes in one mail", null),
                _ => SubmissionErrors.MailNotSent(result, "it holds addresses or text beyond ASCII, which this server does not take", null),
            };
        }

        if (outcome.Error is { } broken)
        {
            return SubmissionErrors.MailNotSent(result, broken.Message, broken);
        }

        if (outcome.Phase == SmtpPhase.RcptTo && result.Recipients.FirstOrDefault(one => !one.Accepted) is { } refused)
        {
            return SubmissionErrors.RecipientRejected(result, refused.Address, refused.Reply);
        }

        return outcome.FinalReply is { } reply
            ? SmtpErrorMapper.MapOutcome(reply, outcome.Phase, result, session)
            : SubmissionErrors.MailNotSent(result, "the server gave no reply", null);
    }

    public static string Name(long id) => "#" + id.ToString(CultureInfo.InvariantCulture);
}
