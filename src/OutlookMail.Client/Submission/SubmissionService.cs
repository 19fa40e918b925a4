using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;
using OutlookMail.Model;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>Sends mails over the session's SMTP connection. A mail is tried again only when the server cannot have it.</summary>
internal static class SubmissionService
{
    /// <returns>What was sent. Recipients that were refused beside accepted ones are in the result.</returns>
    /// <exception cref="OutlookMailException">The mail was not sent, or (SendUncertain) nobody knows.</exception>
    public static async Task<OutlookSendResult> SendAsync(LiveSession session, MailDraft draft, CancellationToken cancellationToken)
    {
        var composed = DraftComposer.Compose(draft, session.Handle.Mailbox, session.Wire.Time.GetLocalNow());
        var sender = composed.EnvelopeSender;
        var envelope = new SmtpEnvelope(sender, composed.EnvelopeRecipients);
        var content = new SmtpContent(composed.WriteToAsync, composed.Length)
        {
            Is8Bit = composed.Is8Bit,
            NeedsSmtpUtf8 = composed.NeedsSmtpUtf8,
        };

        while (true)
        {
            var (outcome, kept) = await session.OnSmtpAsync(
                async (smtp, isKept, ct) => (await smtp.SendAsync(envelope, content, ct), isKept),
                cancellationToken);

            // A kept connection that turns out dead before the mail's end was begun: the server has nothing of it.
            if (outcome.State == SmtpSendState.Refused && outcome.Error is not null && kept)
            {
                continue;
            }

            var result = Result(outcome, draft, composed, sender, session);
            return result.State == OutlookSendState.Sent ? result : throw Failure(outcome, result, session);
        }
    }

    private static OutlookSendResult Result(SmtpSendOutcome outcome, MailDraft draft, MimeComposed composed, string sender, LiveSession session) => new()
    {
        State = outcome.State switch
        {
            SmtpSendState.Accepted => OutlookSendState.Sent,
            SmtpSendState.Uncertain => OutlookSendState.Uncertain,
            _ => OutlookSendState.Refused,
        },
        Subject = draft.Subject,
        From = sender,
        MessageId = composed.MessageId,
        Size = composed.Length,
        SentOn = session.Wire.Time.GetUtcNow(),
        Reply = outcome.FinalReply?.ToString() ?? "",
        Recipients = outcome.Recipients
            .Select(one => new OutlookRecipientResult(one.Address, one.IsAccepted, one.Reply?.ToString() ?? ""))
            .ToArray(),
    };

    private static OutlookMailException Failure(SmtpSendOutcome outcome, OutlookSendResult result, LiveSession session)
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

        var reply = outcome.FinalReply;
        if (outcome.Phase == SmtpPhase.RcptTo && result.Recipients.FirstOrDefault(one => !one.Accepted) is { } refused)
        {
            return SubmissionErrors.RecipientRejected(result, refused.Address, refused.Reply);
        }

        if (reply is null)
        {
            return SubmissionErrors.MailNotSent(result, "the server gave no reply", null);
        }

        return SmtpErrorMapper.MapOutcome(reply, outcome.Phase, result, session);
    }
}
