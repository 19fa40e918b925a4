using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Reads messages whole, in the order they are asked for. Nothing is marked as read.</summary>
internal static class MailReader
{
    public static IAsyncEnumerable<OutlookMailContent> ReadAsync(
        SessionService sessions, IReadOnlyList<OutlookMessage> messages, ContentRequest request, IMailboxEvents events, CancellationToken cancellationToken) =>
        BodyBatches.ReadAsync(
            sessions,
            messages,
            async (message, body, ct) => ContentMapper.Map(await WholeAsync(body, ct), message, request, body.IsSubstitute),
            events,
            cancellationToken);

    // Whoever has the content closes nothing: an array of the message's own length is collected with it, a pool's would be lost to the pool.
    private static async Task<MimeMessage> WholeAsync(ResumingBody body, CancellationToken cancellationToken)
    {
        if (body.Length > MimeLimits.MaxBufferedLength)
        {
            return await MimeMessage.ReadAsync(body.OpenRead(), cancellationToken);
        }

        var octets = new MemoryStream((int)body.Length);
        await body.CopyToAsync(octets, cancellationToken);
        return MimeMessage.Parse(octets.GetBuffer().AsMemory(0, (int)octets.Length));
    }
}
