using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Saves messages as .eml files, octet for octet, straight from the connection to the disk.</summary>
internal static class MailSaver
{
    public static async IAsyncEnumerable<OutlookSavedMail> SaveAsync(
        SessionService sessions,
        IReadOnlyList<OutlookMessage> messages,
        SaveMailRequest request,
        IMailboxEvents events,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folder = Path.GetFullPath(request.Folder);
        var pattern = FileNamePattern.Parse(request.NamePattern);
        var paths = messages.Distinct().ToDictionary(message => message, message => Path.Combine(folder, pattern.For(message) + ".eml"));
        var wanted = new List<OutlookMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (request.Overwrite || !File.Exists(paths[message]))
            {
                wanted.Add(message);
            }
            else
            {
                events.Failed(MailErrors.FileExists(paths[message]));
            }
        }

        var saved = BodyBatches.ReadAsync(
            sessions,
            wanted,
            async (message, body, ct) =>
            {
                var length = await NewFile.WriteAsync(paths[message], request.Overwrite, body.CopyToAsync, ct);
                return new OutlookSavedMail(message, paths[message], length) { IsSubstitute = body.IsSubstitute };
            },
            events,
            cancellationToken);
        await foreach (var one in saved)
        {
            yield return one;
        }
    }
}
