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
}

/// <summary>What the server told about the selected mailbox without being asked.</summary>
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
}
