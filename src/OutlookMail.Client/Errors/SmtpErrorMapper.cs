using System;
using OutlookMail.Model;
using OutlookMail.Smtp;

namespace OutlookMail.Client;

/// <summary>Turns what SMTP threw, or the reply that refused a mail, into a catalogue entry.</summary>
internal static class SmtpErrorMapper
{
    public static OutlookMailException Map(Exception e, LiveSession session) => e switch
    {
        SmtpRefusedException refused => MapReply(refused.Reply, refused.Command, session, refused),
        _ => WireErrorMapper.Map(e, session.Plan.Smtp, null),
    };

    /// <summary>The reply that refused a mail, as a catalogue entry about that mail.</summary>
    public static OutlookMailException MapOutcome(SmtpReply reply, SmtpPhase phase, OutlookSendResult result, LiveSession session)
    {
        var text = OneLine(reply);
        var row = SmtpTextTable.Find(text);
        var entry = (row?.ErrorId ?? IdOf(reply, phase)) switch
        {
            ErrorIds.SmtpAuthDisabled => SubmissionErrors.SmtpAuthDisabled(text, row!.Fix, null),
            ErrorIds.SenderRejected => SubmissionErrors.SenderRejected(result.From, text, null),
            ErrorIds.MessageTooLarge => SubmissionErrors.MessageTooLarge(result.Size, text, null),
            ErrorIds.Throttled => MailErrors.Throttled(text, row?.RetryAfter, result, null),
            _ when reply.IsTransient => MailErrors.Throttled(text, row?.RetryAfter, result, null),
            _ => SubmissionErrors.MailNotSent(result, text, null),
        };
        return row is not null ? WithFix(entry, Concrete(row, result.From, session) + " The mail was not sent.")
            : entry.ErrorId == ErrorIds.Throttled ? WithFix(entry, entry.Fix + " The mail was not sent; in the outbox (-Queue) it is tried again by itself.")
            : entry;
    }

    private static OutlookMailException MapReply(SmtpReply reply, string command, LiveSession session, Exception inner)
    {
        var text = OneLine(reply);
        var row = SmtpTextTable.Find(text);
        if (row?.ErrorId == ErrorIds.SmtpAuthDisabled)
        {
            return SubmissionErrors.SmtpAuthDisabled(text, Concrete(row, session.Handle.Mailbox, session), inner);
        }

        if (reply.IsTransient)
        {
            return MailErrors.Throttled(text, row?.RetryAfter, null, inner);
        }

        if (reply.Code == 535 || command.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))
        {
            // Where the token is at fault, looking into it says more than the reply does.
            var entry = TokenErrorMapper.Map("SMTP", MailSignIn.SmtpUser(session), text, session, inner);
            return row is null || reply.EnhancedCode is null or "5.7.3" or "5.7.8" ? entry : WithFix(entry, Concrete(row, session.Handle.Mailbox, session));
        }

        if (row?.ErrorId == ErrorIds.SenderRejected || command.StartsWith("MAIL", StringComparison.OrdinalIgnoreCase))
        {
            var entry = SubmissionErrors.SenderRejected(session.Handle.Mailbox, text, inner);
            return row is null ? entry : WithFix(entry, Concrete(row, session.Handle.Mailbox, session));
        }

        return MailErrors.ServerRefused(command, text, null, inner);
    }

    /// <summary>What a reply that the table does not know is about, by its codes and where it came.</summary>
    private static string IdOf(SmtpReply reply, SmtpPhase phase)
    {
        // RFC 1870 §6.2: 552; anything permanent against MAIL FROM is about the sender.
        if (reply.Code == 552)
        {
            return ErrorIds.MessageTooLarge;
        }

        return phase == SmtpPhase.MailFrom && reply.IsPermanent ? ErrorIds.SenderRejected : ErrorIds.MailNotSent;
    }

    private static OutlookMailException WithFix(OutlookMailException entry, string fix) =>
        new(entry.ErrorId, entry.Category, entry.Message, fix, entry.Target, entry.InnerException)
        {
            RetryAfter = entry.RetryAfter,
            EndsCommand = entry.EndsCommand,
        };

    private static string Concrete(DiagnosisRow row, string sender, LiveSession session) => row.Fix
        .Replace("<mailbox>", session.Handle.Mailbox)
        .Replace("<from address>", sender)
        .Replace("<account>", MailSignIn.SmtpUser(session));

    // A reply of several lines is one sentence to its reader.
    private static string OneLine(SmtpReply reply) => reply.ToString().Replace("\n", " ");
}
