using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Reads messages whole, one after the other, in the order they are asked for. Nothing is marked as read.</summary>
internal static class MailReader
{
    public static async IAsyncEnumerable<OutlookMailContent> ReadAsync(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var message in messages)
        {
            yield return ContentMapper.Map(await FetchAsync(sessions.Find(message.Session), message, cancellationToken), message);
        }
    }

    private static async Task<MimeMessage> FetchAsync(LiveSession session, OutlookMessage message, CancellationToken cancellationToken)
    {
        MimeMessage? mime = null;
        var folder = new FolderAt(message.Folder, message.UidValidity);
        await foreach (var body in session.Imap.DownloadAsync(folder, UidSet.Of(message.Uid), message, cancellationToken))
        {
            mime = await MimeMessage.ReadAsync(body.OpenRead(), cancellationToken);
        }

        return mime ?? throw MailErrors.MessageNotFound(message);
    }
}
