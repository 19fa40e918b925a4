using System;

namespace OutlookMail.Imap;

[Flags]
public enum StatusItems
{
    None = 0,
    Messages = 1,
    Unseen = 2,
    UidNext = 4,
    UidValidity = 8,
    Recent = 16,
    Deleted = 32,
    Size = 64,
    HighestModSeq = 128,
    MailboxId = 256,

    /// <summary>What every server has.</summary>
    Counts = Messages | Unseen | UidNext | UidValidity,
}
