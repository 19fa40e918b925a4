namespace OutlookMail.Model;

public enum OutlookMailboxEventKind
{
    /// <summary>A message came into the folder.</summary>
    New,

    /// <summary>A message left the folder: it was moved or deleted for good.</summary>
    Removed,

    /// <summary>A message was read, flagged, answered, or the like.</summary>
    FlagsChanged,

    /// <summary>The folder was renumbered (UIDVALIDITY): UIDs that were told before mean nothing any more, and what changed meanwhile is not known.</summary>
    Renumbered,
}
