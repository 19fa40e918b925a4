using System.Collections.Generic;

namespace OutlookMail.Imap;

public enum MailboxChangeKind
{
    /// <summary>The mailbox now has <see cref="MailboxChange.Number"/> messages.</summary>
    Exists,

    /// <summary>The message with the sequence number <see cref="MailboxChange.Number"/> is gone; those above it moved down.</summary>
    Expunge,

    /// <summary>The message with the sequence number <see cref="MailboxChange.Number"/> has other flags.</summary>
    Flags,

    /// <summary>QRESYNC: the messages <see cref="MailboxChange.Vanished"/> are gone.</summary>
    Vanished,

    /// <summary>The folder now has another UIDVALIDITY, <see cref="MailboxChange.Number"/>: every UID got before is void.</summary>
    UidValidity,

    /// <summary>NOTIFY: another folder has the counts <see cref="MailboxChange.Status"/>.</summary>
    Status,

    /// <summary>NOTIFY: too much happened to be told one by one; the folders have to be looked at.</summary>
    Overflow,
}

/// <summary>What the server told about the selected mailbox without being asked, or because of NOTIFY.</summary>
public sealed class MailboxChange
{
    internal MailboxChange(MailboxChangeKind kind, uint number)
    {
        Kind = kind;
        Number = number;
    }

    public MailboxChangeKind Kind { get; }

    public uint Number { get; }

    /// <summary>0 where the server did not say.</summary>
    public uint Uid { get; internal set; }

    public IReadOnlyList<string> Flags { get; internal set; } = [];

    public UidSet? Vanished { get; internal set; }

    public FolderStatus? Status { get; internal set; }
}
