namespace OutlookMail.Store;

/// <summary>A mail folder as the archive knew it when it was last looked at.</summary>
public sealed class MirrorFolder
{
    internal MirrorFolder(long id, string name, uint uidValidity)
    {
        Id = id;
        Name = name;
        UidValidity = uidValidity;
    }

    public long Id { get; }

    public string Name { get; }

    public uint UidValidity { get; }

    /// <summary>Every message with a lower UID is there, if <see cref="IsComplete"/>.</summary>
    public uint UidNext { get; internal set; }

    /// <summary>HIGHESTMODSEQ of then; 0 where the server has none.</summary>
    public ulong ModSeq { get; internal set; }

    /// <summary>Messages that the server had.</summary>
    public uint ServerMessages { get; internal set; }

    /// <summary>The last run took over everything it saw; otherwise only a comparison tells what is missing.</summary>
    public bool IsComplete { get; internal set; }
}
