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
            var (mime, isSubstitute) = await FetchAsync(sessions.Find(message.Session), message, cancellationToken);
            yield return ContentMapper.Map(mime, message, isSubstitute);
        }
    }

    private static async Task<(MimeMessage Mime, bool IsSubstitute)> FetchAsync(LiveSession session, OutlookMessage message, CancellationToken cancellationToken)
    {
        MimeMessage? mime = null;
        var isSubstitute = false;
        var folder = new FolderAt(message.Folder, message.UidValidity);
        await foreach (var body in session.Imap.DownloadAsync(folder, UidSet.Of(message.Uid), message, cancellationToken))
        {
            mime = await MimeMessage.ReadAsync(body.OpenRead(), cancellationToken);
            isSubstitute = body.IsSubstitute;
        }

        return (mime ?? throw MailErrors.MessageNotFound(message), isSubstitute);
    }
}
