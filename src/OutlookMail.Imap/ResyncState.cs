namespace OutlookMail.Imap;

// RFC 7162 §3.2.5
/// <summary>What was known of a folder when it was last open, for SELECT with QRESYNC.</summary>
public sealed class ResyncState
{
    public ResyncState(uint uidValidity, ulong highestModSeq, UidSet? known = null)
    {
        UidValidity = uidValidity;
        HighestModSeq = highestModSeq;
        Known = known;
    }

    public uint UidValidity { get; }

    public ulong HighestModSeq { get; }

    /// <summary>The messages known; null lets the server report everything that ever went.</summary>
    public UidSet? Known { get; }
}
