using System.Collections.Generic;
using System.Threading;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Reads messages whole, in the order they are asked for. Nothing is marked as read.</summary>
internal static class MailReader
{
    public static IAsyncEnumerable<OutlookMailContent> ReadAsync(
        SessionService sessions, IReadOnlyList<OutlookMessage> messages, IMailboxEvents events, CancellationToken cancellationToken) =>
        BodyBatches.ReadAsync(
            sessions,
            messages,
            async (message, body, ct) => ContentMapper.Map(await MimeMessage.ReadAsync(body.OpenRead(), ct), message, body.IsSubstitute),
            events,
            cancellationToken);
}
