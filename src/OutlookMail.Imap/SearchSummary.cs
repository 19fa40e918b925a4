namespace OutlookMail.Imap;

// RFC 4731
/// <summary>How many messages match, and the lowest and highest of their UIDs (0 when none does).</summary>
public sealed class SearchSummary
{
    public uint Count { get; internal set; }

    public uint Min { get; internal set; }

    public uint Max { get; internal set; }

    /// <summary>0 unless the query had MODSEQ.</summary>
    public ulong HighestModSeq { get; internal set; }
}
