namespace OutlookMail.Model;

/// <summary>What a folder is for, whatever the mailbox calls it (RFC 6154).</summary>
public enum OutlookWellKnownFolder
{
    /// <summary>A folder like any other.</summary>
    None,
    Inbox,
    Drafts,
    Sent,
    Deleted,
    Junk,
    Archive,
}
