using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    private SavedSearch? _saved;

    // RFC 5182 §2.1
    /// <summary>Searches, and keeps what was found for <see cref="UidStoreAsync(SavedSearch, StoreMode, IEnumerable{string}, CancellationToken)"/> and its like, without the UIDs travelling where the server has SEARCHRES.</summary>
    public async Task<SavedSearch> UidSearchSaveAsync(SearchQuery query, CancellationToken cancellationToken = default)
    {
        SelectedFolder folder = Selected ?? throw new InvalidOperationException("No folder is selected.");
        _saved = null;
        if (!Capabilities.Has("SEARCHRES"))
        {
            return _saved = new SavedSearch(folder, UidSet.Of(await UidSearchAsync(query, cancellationToken).ConfigureAwait(false)));
        }

        var command = new UidSearchCommand(query, Utf8, "RETURN (SAVE COUNT) ");
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return _saved = new SavedSearch(folder, UidSet.KeptByServer(command.Summary.Count));
    }

    /// <summary>Changes flags of all that was found.</summary>
    public Task<StoreResult> UidStoreAsync(SavedSearch found, StoreMode mode, IEnumerable<string> flags, CancellationToken cancellationToken = default) =>
        UidStoreAsync(Current(found), mode, flags, cancellationToken: cancellationToken);

    /// <summary>Copies all that was found.</summary>
    public Task<CopyResult> UidCopyAsync(SavedSearch found, string folder, CancellationToken cancellationToken = default) =>
        UidCopyAsync(Current(found), folder, cancellationToken);

    /// <summary>Moves all that was found.</summary>
    public Task<CopyResult> UidMoveAsync(SavedSearch found, string folder, CancellationToken cancellationToken = default) =>
        UidMoveAsync(Current(found), folder, cancellationToken);

    // SELECT and the next SAVE empty the server's variable: what was meant for many messages would do nothing, and say OK.
    private UidSet Current(SavedSearch found)
    {
        ArgumentNullException.ThrowIfNull(found);
        return ReferenceEquals(found, _saved) && ReferenceEquals(found.Folder, Selected)
            ? found.Uids
            : throw new InvalidOperationException("Another search was saved since, or another folder selected.");
    }
}
