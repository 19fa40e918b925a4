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

            yield return await SaveAsync(sessions.Find(message.Session), message, path, request.Overwrite, cancellationToken);
        }
    }

    private static async Task<OutlookSavedMail> SaveAsync(LiveSession session, OutlookMessage message, string path, bool overwrite, CancellationToken cancellationToken)
    {
        OutlookSavedMail? saved = null;
        var folder = new FolderAt(message.Folder, message.UidValidity);
        await foreach (var body in session.Imap.DownloadAsync(folder, UidSet.Of(message.Uid), message, cancellationToken))
        {
            var length = await NewFile.WriteAsync(path, overwrite, body.CopyToAsync, cancellationToken);
            saved = new OutlookSavedMail(message, path, length) { IsSubstitute = body.IsSubstitute };
        }

        return saved ?? throw MailErrors.MessageNotFound(message);
    }
}
