using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Saves what is attached to messages. A file that cannot be written is told, and the others are saved.</summary>
internal static class AttachmentSaver
{
    public static async IAsyncEnumerable<OutlookSavedAttachment> SaveAsync(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        SaveAttachmentRequest request,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(request.Folder);
        var pattern = request.FolderPattern is null ? null : FileNamePattern.Parse(request.FolderPattern);
        var filter = new AttachmentFilter(request);
        var saved = BodyBatches.ReadAsync(
            sessions,
            messages,
            async (message, body, ct) =>
            {
                using var mime = await MimeMessage.ReadAsync(body.OpenRead(), ct);
                var folder = pattern is null ? root : Path.Combine(root, pattern.For(message));
                return Save(message, mime, filter, new AttachmentFile(request, folder), events, ct);
            },
            events,
            cancellationToken);
        await foreach (var files in saved)
        {
            foreach (var file in files)
            {
                yield return file;
            }
        }
    }

    private static List<OutlookSavedAttachment> Save(
        OutlookMessage message, MimeMessage mime, AttachmentFilter filter, AttachmentFile file, IMailboxEvents events, CancellationToken cancellationToken)
    {
        var files = new List<OutlookSavedAttachment>();
        foreach (var (part, name) in filter.Of(mime))
        {
            try
            {
                if (file.Write(message, part, name, filter, cancellationToken) is { } written)
                {
                    files.Add(written);
                }
            }
            catch (OutlookMailException e)
            {
                events.Failed(e);
            }
        }

        return files;
    }
}
