namespace OutlookMail.Imap;

/// <summary>
/// What a SEARCH found, kept for commands on all of it: by the server (SEARCHRES, RFC 5182), or else as UIDs here. Good
/// until the next such search and while the folder stays selected.
/// </summary>
public sealed class SavedSearch
{
    internal SavedSearch(SelectedFolder folder, UidSet uids)
    {
        Folder = folder;
        Uids = uids;
    }

    /// <summary>Messages found.</summary>
    public long Count => Uids.LongCount;

    internal SelectedFolder Folder { get; }

    /// <summary><c>$</c> where the server keeps them.</summary>
    internal UidSet Uids { get; }
}
