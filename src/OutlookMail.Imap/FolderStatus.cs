namespace OutlookMail.Imap;

// RFC 9051 §7.3.4
/// <summary>Counts of a folder that need not be selected. Null is what was not asked for or not answered.</summary>
public sealed class FolderStatus
{
    internal FolderStatus(string name) => Name = name;

    public string Name { get; }

    public uint? Messages { get; internal set; }

    public uint? Unseen { get; internal set; }

    public uint? UidNext { get; internal set; }

    public uint? UidValidity { get; internal set; }

    public uint? Recent { get; internal set; }

    public uint? Deleted { get; internal set; }

    /// <summary>Octets; with STATUS=SIZE (RFC 8438).</summary>
    public long? Size { get; internal set; }

    /// <summary>With CONDSTORE.</summary>
    public ulong? HighestModSeq { get; internal set; }

    /// <summary>With OBJECTID (RFC 8474).</summary>
    public string? MailboxId { get; internal set; }
}
