using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>From a draft to a message that can be written. Everything that can be wrong is found here, before a connection is touched.</summary>
internal static class DraftComposer
{
    /// <param name="original">What is answered or passed on; null where that is nothing.</param>
    /// <param name="keepBcc">For a draft that is saved.</param>
    public static ComposedMail Compose(MailDraft draft, DraftContext context, OriginalMail? original = null, bool keepBcc = false)
    {
        var from = AddressTexts.One(draft.From ?? context.Mailbox);
        var composer = new MimeComposer
        {
            From = from,
            Subject = draft.Subject.Length == 0 && original is not null ? original.Subject : draft.Subject,
            Date = context.Now,
            Priority = draft.Priority switch
            {
                OutlookMailPriority.Low => MimePriority.Low,
                OutlookMailPriority.High => MimePriority.High,
                _ => MimePriority.Normal,
            },
            Charset = draft.Charset,
            ReadReceiptTo = draft.ReadReceipt ? from : null,
            KeepsBcc = keepBcc,
        };
        AddressTexts.Add(composer.To, draft.To);
        AddressTexts.Add(composer.Cc, draft.Cc);
        AddressTexts.Add(composer.Bcc, draft.Bcc);
        AddressTexts.Add(composer.ReplyTo, draft.ReplyTo);
        original?.AddRecipients(composer, context, draft.ReplyAll);
        if (composer.To.Count + composer.Cc.Count + composer.Bcc.Count == 0 && !keepBcc)
        {
            throw SubmissionErrors.NoRecipients();
        }

        AddFields(composer, draft);
        foreach (var attachment in draft.AttachmentPaths.Select(path => DraftAttachment.FromPath(path)).Concat(draft.Attachments))
        {
            composer.Attachments.Add(AttachmentFiles.Source(attachment));
        }

        // A message piped in from Get-OutlookMail binds its own To and Subject by name and has no body: without this, each
        // message of a listing would send an empty mail to the people it once went to.
        var isEmpty = draft.Text is null && draft.Html is null && draft.Markdown is null && composer.Attachments.Count == 0;
        if (isEmpty && original is null && draft.Invitation is null)
        {
            throw SubmissionErrors.NothingToSend(draft.Subject);
        }

        BodyWriter.Write(composer, draft, context, original);
        original?.AddThread(composer, context.Now);
        if (draft.Invitation is { } invitation)
        {
            composer.Calendar = Invitations.Write(invitation, composer, context.Now);
        }

        return Compose(composer, draft);
    }

    private static ComposedMail Compose(MimeComposer composer, MailDraft draft)
    {
        composer.SignWith = draft.SignWith;
        foreach (var certificate in draft.EncryptFor)
        {
            composer.EncryptFor.Add(certificate);
        }

        try
        {
            return new ComposedMail(composer.Compose(), composer.Subject, draft);
        }
        catch (MimeFormatException e)
        {
            throw SubmissionErrors.HeaderInvalid("a header value", e.Message, e);
        }
        catch (CryptographicException e)
        {
            throw ComposingErrors.SmimeFailed(e);
        }
        catch (IOException e)
        {
            throw SubmissionErrors.AttachmentNotReadable((e as FileNotFoundException)?.FileName ?? "an attachment", e);
        }
    }

    private static void AddFields(MimeComposer composer, MailDraft draft)
    {
        if (draft.Sensitivity != OutlookMailSensitivity.Normal)
        {
            // RFC 2156 §5.3.4: what Outlook calls Confidential.
            composer.ExtraHeaders.Add(new("Sensitivity", draft.Sensitivity == OutlookMailSensitivity.Confidential ? "Company-Confidential" : draft.Sensitivity.ToString()));
        }

        foreach (var field in draft.Headers)
        {
            composer.ExtraHeaders.Add(field);
        }

        if (draft.ListUnsubscribe.Count > 0)
        {
            composer.List = new MailingListFields { OneClick = draft.OneClickUnsubscribe };
            foreach (var address in draft.ListUnsubscribe)
            {
                composer.List.Unsubscribe.Add(address);
            }
        }
    }
}
