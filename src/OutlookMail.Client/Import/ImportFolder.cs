using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>A mail folder that is imported to, and what is in it already.</summary>
internal sealed class ImportFolder
{
    // Below this a list of all is cheaper than asking for each message.
    private const int SmallFolder = 1000;

    // Asked for more often than this, a list of all has paid.
    private const int MostLookUps = 50;

    private readonly LiveSession session;
    private readonly Dictionary<string, List<uint>> byKey = new(StringComparer.Ordinal);
    private bool isListed;
    private int lookUps;
    private uint next = 1;
    private uint exists;

    public ImportFolder(LiveSession session, string name)
    {
        this.session = session;
        Name = name;
    }

    public string Name { get; }

    public uint UidValidity { get; private set; }

    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var status = await session.Imap.ReadAsync((imap, ct) => imap.StatusAsync(Name, StatusItems.Counts, ct), Name, cancellationToken);
        UidValidity = status.UidValidity ?? 0;
        exists = status.Messages ?? 0;
    }

    /// <summary>UIDs that may be the message: the same Message-ID, or without one the same date and subject.</summary>
    public async Task<IReadOnlyList<uint>> FindAsync(ImportMessage message, CancellationToken cancellationToken)
    {
        if (!isListed && exists > SmallFolder && lookUps++ < MostLookUps && message.MessageId is { } id && id.All(c => c > ' ' && c < 127))
        {
            return await session.Imap.ReadAsync(
                new FolderAt(Name, UidValidity), (imap, _, ct) => imap.UidSearchAsync(SearchQuery.Header("Message-ID", id), ct), Name, cancellationToken);
        }

        if (!isListed)
        {
            await ListAsync(cancellationToken);
            isListed = true;
        }

        return byKey.TryGetValue(message.Key, out var uids) ? uids : Array.Empty<uint>();
    }

    /// <summary>Takes in what came to the folder since it was last looked at.</summary>
    public async Task ListAsync(CancellationToken cancellationToken)
    {
        var uids = await session.Imap.ReadAsync(
            new FolderAt(Name, UidValidity),
            async (imap, _, ct) => (await imap.UidSearchAsync(next > 1 ? SearchQuery.UidFrom(next) : SearchQuery.All, ct)).Where(uid => uid >= next).ToArray(),
            Name,
            cancellationToken);
        if (uids.Length == 0)
        {
            return;
        }

        await foreach (var message in session.Imap.FetchAsync(new FolderAt(Name, UidValidity), UidSet.Of(uids), FetchItems.Uid | FetchItems.Envelope, Name, cancellationToken))
        {
            var id = message.Envelope?.MessageId?.Trim().TrimStart('<').TrimEnd('>');
            Note(ImportMessage.KeyOf(id, message.Envelope?.Date, HeaderText.Decode(message.Envelope?.Subject ?? "")), message.Uid);
        }
    }

    public void Note(string key, uint uid)
    {
        if (!byKey.TryGetValue(key, out var uids))
        {
            byKey.Add(key, uids = new List<uint>(1));
        }

        if (!uids.Contains(uid))
        {
            uids.Add(uid);
        }

        next = Math.Max(next, uid + 1);
    }
}
