using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>Sends mails over the session's SMTP connection and writes nothing down. A mail is tried again only when the
/// server cannot have it.</summary>
internal static class SubmissionService
{
    /// <exception cref="OutlookMailException">The draft cannot be written, the mail was not sent, or nobody knows.</exception>
    public static Task<OutlookSendResult> SendAsync(LiveSession session, MailDraft draft, CancellationToken cancellationToken) =>
        SendAsync(session, DraftComposer.Compose(draft, DraftContext.Of(session)), cancellationToken);

    /// <returns>What was sent. Recipients that were refused beside accepted ones are in the result.</returns>
    /// <exception cref="OutlookMailException">The mail was not sent, or (SendUncertain) nobody knows.</exception>
    public static async Task<OutlookSendResult> SendAsync(LiveSession session, ComposedMail mail, CancellationToken cancellationToken)
    {
        var envelope = mail.Envelope();
        while (true)
        {
            var (outcome, kept) = await session.OnSmtpAsync(
                async (smtp, isKept, ct) => (await smtp.SendAsync(envelope, mail.Content(), ct), isKept),
                cancellationToken);

            // A kept connection that turns out dead before the mail's end was begun: the server has nothing of it.
            if (outcome.State == SmtpSendState.Refused && outcome.Error is not null && kept)
            {
                continue;
            }

            var result = SendResults.From(outcome, mail, session.Wire.Time.GetUtcNow());
            return result.State == OutlookSendState.Sent ? result : throw SendResults.Failure(outcome, result, session);
        }
    }
}
