using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>One import: messages are read, looked for in their folder, and appended many at a time.</summary>
internal sealed class ImportRun
{
    private const int MostInBatch = 50;
    private const long LargestBatch = 2 * 1024 * 1024;

    // A connection that ends in the middle of so many batches in a row will end in the next one too.
    private const int MostCuts = 5;

    private readonly LiveSession session;
    private readonly ImportRequest request;
    private readonly ImportJournal journal;
    private readonly IArchiveEvents events;
    private readonly ProgressMeter meter;
    private readonly Dictionary<string, ImportFolder> folders = new(StringComparer.Ordinal);
    private readonly MemoryStream memory = new();
    private HashSet<string>? existing;
    private char delimiter = '/';

    public ImportRun(LiveSession session, ImportRequest request, ImportJournal journal, IArchiveEvents events)
    {
        this.session = session;
        this.request = request;
        this.journal = journal;
        this.events = events;
        meter = new ProgressMeter(events, session.Wire.Time);
    }

    public async IAsyncEnumerable<OutlookImportedMail> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ListFoldersAsync(cancellationToken);
        var batch = new List<ImportMessage>();
        foreach (var path in request.Paths)
        {
            using var items = Guarded(() => ImportSource.Read(path).GetEnumerator());
            while (Guarded(() => Next(items)) is { Message: var message, More: true })
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (message is null)
                {
                    continue;
                }

                if (batch.Count > 0 && (batch[0].Folder != message.Folder || batch.Count == MostInBatch || batch.Sum(one => (long)one.Held) > LargestBatch))
                {
                    foreach (var done in await AppendAsync(batch, cancellationToken))
                    {
                        yield return done;
                    }

                    batch.Clear();
                }

                batch.Add(message);
            }
        }

        if (batch.Count > 0)
        {
            foreach (var done in await AppendAsync(batch, cancellationToken))
            {
                yield return done;
            }
        }

        meter.End();
    }

    // One that cannot be read is an error of its own; the next may be.
    private Step? Next(IEnumerator<ImportItem>? items)
    {
        if (items is null || !items.MoveNext())
        {
            return new Step(null, false);
        }

        meter.Expect(1);
        meter.Say(items.Current.Path);
        try
        {
            return new Step(ImportMessage.Read(items.Current, TargetOf(items.Current), memory), true);
        }
        catch (OutlookMailException e) when (!e.EndsCommand)
        {
            Failed(e);
            return new Step(null, true);
        }
    }

    private T? Guarded<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (OutlookMailException e) when (!e.EndsCommand)
        {
            events.Failed(e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            events.Failed(ImportErrors.NotReadable("the source", e.Message, e));
        }

        return null;
    }

    private string TargetOf(ImportItem item)
    {
        var within = item.Folder?.Replace('/', delimiter);
        return request.Folder is null ? within ?? "INBOX" : within is null ? request.Folder : request.Folder + delimiter + within;
    }

    private async Task ListFoldersAsync(CancellationToken cancellationToken)
    {
        var listed = await session.Imap.ReadAsync((imap, ct) => imap.ListAsync("", "*", ct), session.Handle, cancellationToken);
        existing = new HashSet<string>(listed.Where(folder => !folder.Has("\\NoSelect")).Select(folder => folder.Name), StringComparer.Ordinal);
        delimiter = listed.Select(folder => folder.Delimiter).FirstOrDefault(one => one is not null) ?? '/';
    }

    private async Task<IReadOnlyList<OutlookImportedMail>> AppendAsync(List<ImportMessage> batch, CancellationToken cancellationToken)
    {
        var results = new List<OutlookImportedMail>();
        var name = batch[0].Folder;
        ImportFolder folder;
        try
        {
            folder = await OpenAsync(name, cancellationToken);
        }
        catch (OutlookMailException e) when (!e.EndsCommand && e.ErrorId is ErrorIds.ServerRefused or ErrorIds.FolderNotFound)
        {
            batch.ForEach(message => Failed(ImportErrors.Refused(message.Item.Path, e.Message, e)));
            return results;
        }

        var wanted = new List<ImportMessage>();
        foreach (var message in batch)
        {
            if (await DuplicateOfAsync(folder, message, wanted, cancellationToken) is { } uid)
            {
                results.Add(Result(message, OutlookImportStatus.Duplicate, uid));
                meter.Add(1, 0);
            }
            else
            {
                wanted.Add(message);
            }
        }

        for (var cuts = 0; wanted.Count > 0; cuts++)
        {
            journal.Begin(name, wanted.Select(message => message.Sha256));
            try
            {
                await SendAsync(folder, wanted, results, cancellationToken);
                break;
            }
            catch (OutlookMailException e) when (e.ErrorId == ErrorIds.ConnectionLost && cuts < MostCuts)
            {
                // Some of them may be there: those are found by their Message-ID, and the others sent again.
                await folder.ListAsync(cancellationToken);
                foreach (var message in wanted.ToArray())
                {
                    if ((await folder.FindAsync(message, cancellationToken)).Where(uid => !results.Any(done => done.Uid == uid)).ToArray() is { Length: > 0 } found)
                    {
                        Took(folder, message, folder.UidValidity, found[found.Length - 1], results);
                        wanted.Remove(message);
                    }
                }
            }
        }

        return results;
    }

    // Removes from the list what the server has answered for.
    private async Task SendAsync(ImportFolder folder, List<ImportMessage> wanted, List<OutlookImportedMail> results, CancellationToken cancellationToken) => await session.Imap.ChangeAsync(
        async (imap, ct) =>
        {
            var order = wanted.ToArray();
            var at = 0;
            await foreach (var result in imap.AppendAsync(folder.Name, order.Select(message => message.ToAppend(FlagsOf(message, imap))), ct))
            {
                var message = order[at++];
                wanted.Remove(message);
                if (result.Refusal is { } refusal)
                {
                    Refused(message, refusal);
                }
                else
                {
                    Took(folder, message, result.UidValidity, result.Uid, results);
                }
            }

            return true;
        },
        folder.Name,
        cancellationToken);

    private void Took(ImportFolder folder, ImportMessage message, uint uidValidity, uint uid, List<OutlookImportedMail> results)
    {
        journal.Done(folder.Name, message.Sha256, uidValidity, uid);
        if (uid != 0)
        {
            folder.Note(message.Key, uid);
        }

        results.Add(Result(message, OutlookImportStatus.Imported, uid));
        meter.Add(1, message.Length);
    }

    private void Refused(ImportMessage message, ImapRefusedException refusal)
    {
        // RFC 5530 §3, RFC 7889 §3.
        var error = refusal.ResponseCode switch
        {
            "OVERQUOTA" => ImportErrors.MailboxFull(message.Item.Path, refusal.ServerText, refusal),
            "TOOBIG" or "LIMIT" => ImportErrors.TooLarge(message.Item.Path, refusal.ServerText, refusal),
            _ => ImportErrors.Refused(message.Item.Path, refusal.ServerText, refusal),
        };
        if (error.EndsCommand)
        {
            throw error;
        }

        Failed(error);
    }

    private void Failed(OutlookMailException error)
    {
        events.Failed(error);
        meter.Add(1, 0);
    }

    private IReadOnlyList<string> FlagsOf(ImportMessage message, ImapConnection imap)
    {
        var flags = message.Item.Flags ?? (request.Unread ? Array.Empty<string>() : new[] { "\\Seen" });
        // Exchange keeps no keywords and refuses the whole message for one (facts of the field).
        var keywords = imap.Selected?.PermanentFlags.Contains("\\*") ?? false;
        return flags.Where(flag => (flag[0] == '\\' && !flag.Equals("\\Recent", StringComparison.OrdinalIgnoreCase)) || (flag[0] != '\\' && keywords)).ToArray();
    }

    private async Task<ImportFolder> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (folders.TryGetValue(name, out var known))
        {
            return known;
        }

        if (!existing!.Contains(name) && !name.Equals("INBOX", StringComparison.OrdinalIgnoreCase))
        {
            await session.Imap.ChangeAsync(
                async (imap, ct) =>
                {
                    await imap.CreateAsync(name, cancellationToken: ct);
                    return true;
                },
                name,
                cancellationToken);
            existing.Add(name);
        }

        var folder = new ImportFolder(session, name);
        await folder.OpenAsync(cancellationToken);
        folders.Add(name, folder);
        return folder;
    }

    /// <returns>The UID of the message that is there already; null when none is. 0 when it stands in the same batch.</returns>
    private async Task<uint?> DuplicateOfAsync(ImportFolder folder, ImportMessage message, List<ImportMessage> batch, CancellationToken cancellationToken)
    {
        if (request.Match == OutlookDuplicateMatch.None)
        {
            return null;
        }

        if (batch.Any(other => other.Key == message.Key && (request.Match == OutlookDuplicateMatch.MessageId || other.Sha256 == message.Sha256)))
        {
            return 0;
        }

        var candidates = await folder.FindAsync(message, cancellationToken);
        if (candidates.Count == 0 || request.Match == OutlookDuplicateMatch.MessageId)
        {
            return candidates.Count == 0 ? null : candidates[0];
        }

        // Begun by a run that died before it heard of it: its Message-ID in the folder is answer enough.
        if (journal.Find(folder.Name, message.Sha256) is { } begun && (begun.Uid == 0 || (begun.UidValidity == folder.UidValidity && candidates.Contains(begun.Uid))))
        {
            return candidates[0];
        }

        return await SameAsync(folder, candidates, message, cancellationToken);
    }

    private async Task<uint?> SameAsync(ImportFolder folder, IReadOnlyList<uint> candidates, ImportMessage message, CancellationToken cancellationToken)
    {
        uint? same = null;
        using var spool = new MessageSpool(Path.Combine(Path.GetTempPath(), "outlookmail-import-" + Guid.NewGuid().ToString("N")));
        await foreach (var body in session.Imap.DownloadAsync(new FolderAt(folder.Name, folder.UidValidity), UidSet.Of(candidates), folder.Name, cancellationToken))
        {
            await spool.FillAsync(body.CopyToAsync, body.Length, cancellationToken);
            if (spool.Sha256Text == message.Sha256)
            {
                same = body.Uid;
                journal.Done(folder.Name, message.Sha256, folder.UidValidity, body.Uid);
            }
        }

        return same;
    }

    private static OutlookImportedMail Result(ImportMessage message, OutlookImportStatus status, uint uid) => new(message.Item.Path, message.Folder, status)
    {
        Uid = uid,
        MessageId = message.MessageId,
        Subject = message.Subject,
        Received = message.Received,
        Length = message.Length,
    };

    private sealed class Step
    {
        public Step(ImportMessage? message, bool more)
        {
            Message = message;
            More = more;
        }

        public ImportMessage? Message { get; }

        public bool More { get; }
    }
}
