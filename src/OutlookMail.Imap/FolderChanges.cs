using System.Collections.Generic;

namespace OutlookMail.Imap;

// RFC 7162
/// <summary>What changed in a folder since a MODSEQ.</summary>
public sealed class FolderChanges
{
    /// <summary>Messages that are new or have other flags: UID, flags, MODSEQ.</summary>
    public IReadOnlyList<FetchedMessage> Changed => Messages;

    /// <summary>Messages that are gone; only with QRESYNC.</summary>
    public UidSet Vanished { get; internal set; } = UidSet.Empty;

    internal List<FetchedMessage> Messages { get; } = [];
}
