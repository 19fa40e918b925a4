using System;
using System.Collections.Generic;
using System.IO;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>From a draft to a message that can be written. Everything that can be wrong is found here, before a connection is touched.</summary>
internal static class DraftComposer
{
    public static ComposedMail Compose(MailDraft draft, string sender, DateTimeOffset now)
    {
        if (draft.To.Count + draft.Cc.Count + draft.Bcc.Count == 0)
        {
            throw SubmissionErrors.NoRecipients();
        }

        var composer = new MimeComposer
        {
            From = Address(draft.From ?? sender),
            Subject = draft.Subject,
            Text = draft.Text ?? (draft.Html is null ? "" : null),
            Html = draft.Html,
            Date = now,
            Priority = draft.Priority switch
            {
                OutlookMailPriority.Low => MimePriority.Low,
                OutlookMailPriority.High => MimePriority.High,
                _ => MimePriority.Normal,
            },
        };
        Add(composer.To, draft.To);
        Add(composer.Cc, draft.Cc);
        Add(composer.Bcc, draft.Bcc);
        Add(composer.ReplyTo, draft.ReplyTo);
        foreach (var path in draft.AttachmentPaths)
        {
            composer.Attachments.Add(Attachment(path));
        }

        // A message piped in from Get-OutlookMail binds its own To and Subject by name and has no body: without this, each
        // message of a listing would send an empty mail to the people it once went to.
        if (draft.Text is null && draft.Html is null && draft.AttachmentPaths.Count == 0)
        {
            throw SubmissionErrors.NothingToSend(draft.Subject);
        }

        try
        {
            return new ComposedMail(composer.Compose(), draft);
        }
        catch (MimeFormatException e)
        {
            throw SubmissionErrors.HeaderInvalid("a header value", e.Message, e);
        }
    }

    private static void Add(ICollection<MimeAddress> list, IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            foreach (var address in Addresses(text))
            {
                list.Add(address);
            }
        }
    }

    private static MimeAddress Address(string text)
    {
        var addresses = Addresses(text);
        return addresses.Count == 1 ? addresses[0] : throw SubmissionErrors.AddressInvalid(text, "one address is expected", null);
    }

    private static IReadOnlyList<MimeAddress> Addresses(string text)
    {
        try
        {
            return MimeAddress.ParseList(text);
        }
        catch (MimeFormatException e)
        {
            throw SubmissionErrors.AddressInvalid(text, e.Message, e);
        }
    }

    private static MimeAttachmentSource Attachment(string path)
    {
        try
        {
            // Opened and closed: a file that cannot be read must stop the mail now and not in the middle of DATA.
            using (File.OpenRead(path))
            {
                return MimeAttachmentSource.FromFile(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SubmissionErrors.AttachmentNotReadable(path, e);
        }
    }
}
