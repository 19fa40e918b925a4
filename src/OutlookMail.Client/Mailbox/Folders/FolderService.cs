using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Lists, makes, renames and removes folders.</summary>
internal static class FolderService
{
    /// <summary>The folders in the order of their tree, parents before children; <see cref="OutlookFolder.Children"/> has those below that exist, listed or not.</summary>
    public static async Task<IReadOnlyList<OutlookFolder>> ListAsync(LiveSession session, FolderQuery query, CancellationToken cancellationToken)
    {
        var (listed, counts) = await session.OnImapAsync((imap, ct) => ReadAsync(imap, query, ct), null, cancellationToken);
        var uses = WellKnownNames.Of(listed);
        var folders = listed.Select(one => Map(one, counts, session.Handle, uses)).ToArray();
        LinkChildren(folders);
        var wanted = query.Names.Count == 0
            ? null
            : new HashSet<string>(query.Names.SelectMany(name => FolderResolver.Match(listed, name, query.Recurse)), StringComparer.Ordinal);
        var result = folders
            .Where(folder => wanted is null || wanted.Contains(folder.FullName))
            .OrderBy(folder => folder.WellKnownName == OutlookWellKnownFolder.Inbox || folder.FullName.StartsWith("INBOX" + folder.Delimiter, StringComparison.Ordinal) ? 0 : 1)
            .ThenBy(folder => folder.FullName.Replace(folder.Delimiter ?? '\0', '\0'), StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (query.WithSize)
        {
            await AddSizesAsync(session, result.Where(folder => folder.Size is null && folder.IsSelectable), cancellationToken);
        }

        return result;
    }

    /// <param name="session">Where.</param>
    /// <param name="name">The full name, or the last part of it when a parent is given.</param>
    /// <param name="parent">The folder it goes below; null for the name as it stands.</param>
    /// <param name="existingIsFine">Gives the folder that is there already instead of failing.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="OutlookMailException">FolderExists, FolderNameInvalid, FolderNotFound for the parent.</exception>
    public static async Task<OutlookFolder> NewAsync(LiveSession session, string name, string? parent, bool existingIsFine, CancellationToken cancellationToken)
    {
        FolderNames.Check(name);
        var full = await session.Imap.ChangeAsync(
            async (imap, ct) =>
            {
                var folders = await imap.ListAsync("", "*", new ListOptions(), ct);
                var path = parent is null ? name : FolderNames.Below(folders, FolderResolver.Match(folders, parent, recurse: false).Single(), name);
                if (folders.Any(folder => folder.Name == path && !folder.Has("\\NonExistent")))
                {
                    return existingIsFine ? path : throw MailboxErrors.FolderExists(path, null);
                }

                await imap.CreateAsync(path, cancellationToken: ct);
                await SubscribeAsync(imap, path, ct);
                return path;
            },
            name,
            cancellationToken);
        return (await ListAsync(session, new FolderQuery { Names = new[] { full } }, cancellationToken)).Single();
    }

    /// <returns>The folder under its new name.</returns>
    public static async Task<OutlookFolder> RenameAsync(LiveSession session, string name, string newName, CancellationToken cancellationToken)
    {
        FolderNames.Check(newName);
        var old = await FolderResolver.OneAsync(session, name, cancellationToken);
        if (old == "INBOX")
        {
            throw MailboxErrors.FolderProtected(old, "the server would move its messages out instead (RFC 9051 §6.3.6)");
        }

        var full = await session.Imap.ChangeAsync(
            async (imap, ct) =>
            {
                var folders = await imap.ListAsync("", "*", new ListOptions(), ct);
                var path = FolderNames.Beside(folders, old, newName);
                await LeaveAsync(imap, ct);
                await imap.RenameAsync(old, path, ct);
                await SubscribeAsync(imap, path, ct);
                return path;
            },
            old,
            cancellationToken);
        return (await ListAsync(session, new FolderQuery { Names = new[] { full } }, cancellationToken)).Single();
    }

    /// <summary>Deletes a folder and its messages for good.</summary>
    public static Task RemoveAsync(LiveSession session, string fullName, CancellationToken cancellationToken)
    {
        if (fullName == "INBOX")
        {
            throw MailboxErrors.FolderProtected(fullName, "every mailbox has one");
        }

        return session.Imap.ChangeAsync(
            async (imap, ct) =>
            {
                await LeaveAsync(imap, ct);
                await imap.DeleteAsync(fullName, ct);
                try
                {
                    await imap.UnsubscribeAsync(fullName, ct);
                }
                catch (ImapRefusedException)
                {
                    // It was not subscribed, or the server forgot it with the folder.
                }

                return true;
            },
            fullName,
            cancellationToken);
    }

    private static async Task<(IReadOnlyList<ListResponse> Folders, IReadOnlyDictionary<string, FolderStatus> Counts)> ReadAsync(
        ImapConnection imap, FolderQuery query, CancellationToken cancellationToken)
    {
        var status = query.WithCounts ? StatusItems.Counts : StatusItems.None;
        if (query.WithSize && imap.Capabilities.Has("STATUS=SIZE"))
        {
            status |= StatusItems.Size;
        }

        var counts = new Dictionary<string, FolderStatus>(StringComparer.Ordinal);
        if (query.Names.Count == 0 || status == StatusItems.None || imap.Capabilities.Has("LIST-STATUS"))
        {
            var all = await imap.ListAsync("", "*", new ListOptions { Status = status }, cancellationToken);
            foreach (var folder in all.Where(folder => folder.Status is not null))
            {
                counts[folder.Name] = folder.Status!;
            }

            return (all, counts);
        }

        // Counting what nobody asked about would cost a command a folder.
        var folders = await imap.ListAsync("", "*", new ListOptions(), cancellationToken);
        foreach (var name in query.Names.SelectMany(name => FolderResolver.Match(folders, name, query.Recurse)).Distinct(StringComparer.Ordinal))
        {
            try
            {
                counts[name] = await imap.StatusAsync(name, status, cancellationToken);
            }
            catch (ImapRefusedException)
            {
                // Gone since it was listed, or not for this user: it stays without counts.
            }
        }

        return (folders, counts);
    }

    // RFC 9051 §6.3.5: some servers refuse to delete or rename the folder that is open.
    private static async Task LeaveAsync(ImapConnection imap, CancellationToken cancellationToken)
    {
        if (imap.Selected is not null)
        {
            await imap.SelectAsync("INBOX", readOnly: true, cancellationToken);
        }
    }

    // Other programs show the folders that are subscribed.
    private static async Task SubscribeAsync(ImapConnection imap, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await imap.SubscribeAsync(folder, cancellationToken);
        }
        catch (ImapRefusedException)
        {
            // The folder is there all the same.
        }
    }

    private static async Task AddSizesAsync(LiveSession session, IEnumerable<OutlookFolder> folders, CancellationToken cancellationToken)
    {
        foreach (var folder in folders)
        {
            folder.Size = await session.Imap.ReadAsync(
                new FolderAt(folder.FullName),
                async (imap, selected, ct) =>
                {
                    var uids = selected.Exists == 0 ? UidSet.Empty : UidSet.Of(await imap.UidSearchAsync(SearchQuery.All, ct));
                    var total = 0L;
                    await foreach (var message in imap.UidFetchAsync(uids, FetchItems.Uid | FetchItems.Size, ct))
                    {
                        total += message.Size ?? 0;
                    }

                    return total;
                },
                folder.FullName,
                cancellationToken);
        }
    }

    private static OutlookFolder Map(
        ListResponse folder, IReadOnlyDictionary<string, FolderStatus> counts, OutlookSession session, IReadOnlyDictionary<string, OutlookWellKnownFolder> uses)
    {
        counts.TryGetValue(folder.Name, out var status);
        return new(session, folder.Name, folder.Delimiter)
        {
            WellKnownName = uses.TryGetValue(folder.Name, out var use) ? use : OutlookWellKnownFolder.None,
            IsSelectable = !folder.Has("\\Noselect") && !folder.Has("\\NonExistent"),
            Messages = status?.Messages,
            Unread = status?.Unseen,
            Size = status?.Size,
            UidValidity = status?.UidValidity,
            UidNext = status?.UidNext,
        };
    }

    private static void LinkChildren(IReadOnlyList<OutlookFolder> folders)
    {
        var byParent = folders.Where(folder => folder.ParentName is not null).ToLookup(folder => folder.ParentName!, StringComparer.Ordinal);
        foreach (var folder in folders)
        {
            folder.Children = byParent[folder.FullName].OrderBy(child => child.Name, StringComparer.OrdinalIgnoreCase).ToArray();
        }
    }
}
