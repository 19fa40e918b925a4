using System;
using System.IO;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>Files that a mail carries.</summary>
internal static class AttachmentFiles
{
    public static MimeAttachmentSource Source(DraftAttachment attachment)
    {
        try
        {
            MimeAttachmentSource source;
            if (attachment.Path is { } path)
            {
                // Opened and closed: a file that cannot be read must stop the mail now and not in the middle of DATA.
                using (File.OpenRead(path))
                {
                    source = MimeAttachmentSource.FromFile(path, attachment.Name, attachment.ContentType);
                }
            }
            else
            {
                source = MimeAttachmentSource.FromStream(attachment.Open!, attachment.Name, attachment.ContentType);
            }

            source.ContentId = attachment.ContentId;
            source.IsInline = attachment.ContentId is not null;
            return source;
        }
        catch (MimeFormatException e)
        {
            throw SubmissionErrors.HeaderInvalid("a file name, content type or content id", e.Message, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SubmissionErrors.AttachmentNotReadable(attachment.Path ?? attachment.Name, e);
        }
    }
}
