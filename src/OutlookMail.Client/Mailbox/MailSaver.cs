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

            var length = await SaveAsync(sessions.Find(message.Session), message, path, request.Overwrite, cancellationToken);
            yield return new OutlookSavedMail(message, path, length);
        }
    }

    private static async Task<long> SaveAsync(LiveSession session, OutlookMessage message, string path, bool overwrite, CancellationToken cancellationToken)
    {
        long? length = null;
        var folder = new FolderAt(message.Folder, message.UidValidity);
        await foreach (var body in session.Imap.DownloadAsync(folder, UidSet.Of(message.Uid), message, cancellationToken))
        {
            length = await NewFile.WriteAsync(path, overwrite, body.CopyToAsync, cancellationToken);
        }

        return length ?? throw MailErrors.MessageNotFound(message);
    }
}
