using System;
using OutlookMail.Model;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>Turns what SMTP threw, or the reply that refused a mail, into a catalogue entry.</summary>
internal static class SmtpErrorMapper
{
    private const string SmtpAuthFix =
        "An Exchange administrator switches it on: Set-CASMailbox <mailbox> -SmtpClientAuthenticationDisabled $false for one mailbox, or Set-TransportConfig -SmtpClientAuthenticationDisabled $false for all (https://aka.ms/smtp_auth_disabled). A new token changes nothing.";

    public static OutlookMailException Map(Exception e, LiveSession session) => e switch
    {
        SmtpRefusedException refused => MapReply(refused.Reply, refused.Command, session, refused),
        _ => WireErrorMapper.Map(e, session.Plan.Smtp, null),
    };

    private static OutlookMailException MapReply(SmtpReply reply, string command, LiveSession session, Exception inner)
    {
        var text = OneLine(reply);
        if (reply.EnhancedCode == "5.7.139")
        {
            return SubmissionErrors.SmtpAuthDisabled(text, SmtpAuthFix, inner);
        }

        if (reply.Code == 535 || command.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))
        {
            return TokenErrorMapper.Map("SMTP", MailSignIn.SmtpUser(session), text, session, inner);
        }

        if (reply.IsTransient)
        {
            return MailErrors.Throttled(text, null, null, inner);
        }

        return IsSendAsDenied(reply) || command.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase)
            ? SubmissionErrors.SenderRejected(session.Handle.Mailbox, text, inner)
            : MailErrors.ServerRefused(command, text, null, inner);
    }

    /// <summary>The reply that refused a mail, as a catalogue entry about that mail.</summary>
    public static OutlookMailException MapOutcome(SmtpReply reply, SmtpPhase phase, OutlookSendResult result, LiveSession session)
    {
        var text = OneLine(reply);
        if (reply.EnhancedCode == "5.7.139")
        {
            return SubmissionErrors.SmtpAuthDisabled(text, SmtpAuthFix, null);
        }

        if (IsSendAsDenied(reply) || (phase == SmtpPhase.MailFrom && reply.IsPermanent && reply.Code != 552))
        {
            return SubmissionErrors.SenderRejected(result.From, text, null);
        }

        // RFC 1870 §6.2 and RFC 3463 §3.4: 552 with 5.3.4, and 5.2.3 for a limit of the mailbox.
        if (reply.Code == 552 || reply.EnhancedCode is "5.3.4" or "5.2.3")
        {
            return SubmissionErrors.MessageTooLarge(result.Size, text, null);
        }

        return reply.IsTransient
            ? MailErrors.Throttled(text, null, result, null)
            : SubmissionErrors.MailNotSent(result, text, null);
    }

    // A reply of several lines is one sentence to its reader.
    private static string OneLine(SmtpReply reply) => reply.ToString().Replace("\n", " ");

    // facts 4.4: 550 5.7.60 (older), 554 5.2.252 (current), 554 5.2.0 with the exception's name (older).
    public static bool IsSendAsDenied(SmtpReply reply) =>
        reply.EnhancedCode is "5.7.60" or "5.2.252" || reply.Text.IndexOf("SendAsDenied", StringComparison.OrdinalIgnoreCase) >= 0;
}
