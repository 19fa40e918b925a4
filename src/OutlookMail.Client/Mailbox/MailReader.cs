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
            var mime = await sessions.Find(message.Session).OnImapAsync(
                (imap, ct) => FetchAsync(imap, message, ct),
                message,
                cancellationToken);
            yield return ContentMapper.Map(mime, message);
        }
    }

    private static async Task<MimeMessage> FetchAsync(ImapConnection imap, OutlookMessage message, CancellationToken cancellationToken)
    {
        await FolderGuard.SelectForAsync(imap, message, cancellationToken);
        MimeMessage? mime = null;
        await foreach (var body in imap.UidFetchBodyAsync(UidSet.Of(new[] { message.Uid }), cancellationToken))
        {
            if (body.Uid == message.Uid)
            {
                mime = await MimeMessage.ReadAsync(body.OpenRead(), cancellationToken);
            }
        }

        return mime ?? throw MailErrors.MessageNotFound(message);
    }
}
