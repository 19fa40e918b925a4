using System.Collections.Generic;

namespace OutlookMail.Imap;

/// <summary>The mailbox that is open. The counts follow what the server tells while it stays open.</summary>
public sealed class SelectedFolder
{
    internal SelectedFolder(string name, bool readOnly)
    {
        Name = name;
        ReadOnly = readOnly;
    }

    public string Name { get; }

    /// <summary>0 when the server gave none: then UIDs hold for this session only.</summary>
    public uint UidValidity { get; internal set; }

    /// <summary>0 when the server did not say.</summary>
    public uint UidNext { get; internal set; }

    public uint Exists { get; internal set; }

    public IReadOnlyList<string> Flags { get; internal set; } = [];

    /// <summary>What can be changed for good. <c>\*</c> means that new keywords can be made; Exchange has no <c>\*</c>.</summary>
    public IReadOnlyList<string> PermanentFlags { get; internal set; } = [];

    public bool ReadOnly { get; internal set; }

    /// <summary>0 without CONDSTORE.</summary>
    public ulong HighestModSeq { get; internal set; }

    /// <summary>With OBJECTID (RFC 8474).</summary>
    public string? MailboxId { get; internal set; }

    /// <summary>With QRESYNC: what changed since the state given to SELECT.</summary>
    public FolderChanges? Changes { get; internal set; }
}
