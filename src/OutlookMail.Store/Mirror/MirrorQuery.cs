using System;

namespace OutlookMail.Store;

/// <summary>Which messages of the archive. Conditions add up.</summary>
public sealed class MirrorQuery
{
    /// <summary>As a person writes it (<see cref="MatchExpression"/>); null for every message.</summary>
    public string? Text { get; set; }

    /// <summary>Address, with * and ?; null for all mailboxes.</summary>
    public string? Mailbox { get; set; }

    /// <summary>Name, with * and ?; null for all folders.</summary>
    public string? Folder { get; set; }

    /// <summary>Received at this moment or later.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Received before this moment.</summary>
    public DateTimeOffset? Before { get; set; }

    public bool? HasAttachment { get; set; }

    /// <summary>False: messages that are gone from the server are left out.</summary>
    public bool WithGone { get; set; } = true;

    public long Skip { get; set; }

    public long First { get; set; } = long.MaxValue;
}
