using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Saves messages as .eml files, octet for octet, straight from the connection to the disk.</summary>
internal static class MailSaver
{
    public static async IAsyncEnumerable<OutlookSavedMail> SaveAsync(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        SaveMailRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            var path = Path.Combine(Path.GetFullPath(request.Folder), SafeFileName.For(message));
            if (!request.Overwrite && File.Exists(path))
            {
                throw MailErrors.FileExists(path);
            }

            var length = await sessions.Find(message.Session).OnImapAsync(
                (imap, ct) => SaveAsync(imap, message, path, request.Overwrite, ct),
                message,
                cancellationToken);
            yield return new OutlookSavedMail(message, path, length);
        }
    }

    private static async Task<long> SaveAsync(ImapConnection imap, OutlookMessage message, string path, bool overwrite, CancellationToken cancellationToken)
    {
        await FolderGuard.SelectForAsync(imap, message, cancellationToken);
        long? length = null;
        await foreach (var body in imap.UidFetchBodyAsync(UidSet.Of(new[] { message.Uid }), cancellationToken))
        {
            if (body.Uid == message.Uid)
            {
                length = await NewFile.WriteAsync(path, overwrite, body.CopyToAsync, cancellationToken);
            }
        }

        return length ?? throw MailErrors.MessageNotFound(message);
    }
}
