using System;

namespace OutlookMail.Sandbox.Store;

/// <summary>The flags that Exchange keeps; it has no others, and no keywords (facts of the field: PERMANENTFLAGS without \*).</summary>
[Flags]
public enum SandboxFlags
{
    None = 0,
    Seen = 1,
    Answered = 2,
    Flagged = 4,
    Deleted = 8,
    Draft = 16,

    /// <summary>$MDNSent (RFC 3503): the one keyword of Exchange.</summary>
    MdnSent = 32,
}
