using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Which messages, newest first. Conditions add up (and); a text condition matches anywhere in the field, without case.</summary>
public sealed class MailQuery
{
    /// <summary>Names, well-known names (Inbox, Sent, Drafts, Deleted, Junk, Archive) or patterns; one folder after the other.</summary>
    public IReadOnlyList<string> Folders { get; set; } = new[] { "INBOX" };

    /// <summary>The one folder.</summary>
    public string Folder
    {
        get => Folders[0];
        set => Folders = new[] { value };
    }

    /// <summary>The folders below them too.</summary>
    public bool Recurse { get; set; }

    public bool? Unread { get; set; }

    public bool? Flagged { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public string? Subject { get; set; }

    public string? Body { get; set; }

    /// <summary>Message-ID, with or without its angle brackets.</summary>
    public string? MessageId { get; set; }

    /// <summary>The Message-ID that a message answers.</summary>
    public string? InReplyTo { get; set; }

    /// <summary>Message-IDs of a conversation: every message that belongs to it by Message-ID, In-Reply-To and References.</summary>
    public IReadOnlyList<string> Thread { get; set; } = Array.Empty<string>();

    /// <summary>Received at this moment or later.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Received before this moment.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>Octets, by the server's own account of sizes.</summary>
    public long? LargerThan { get; set; }

    public bool? HasAttachment { get; set; }

    /// <summary>A condition of the caller's own, asked about messages that meet all others: true for those that are wanted, in their order.</summary>
    public Func<IReadOnlyList<OutlookMessage>, CancellationToken, Task<IReadOnlyList<bool>>>? Where { get; set; }

    public ulong Skip { get; set; }

    public ulong First { get; set; } = ulong.MaxValue;

    /// <summary>In place of <see cref="Skip"/> and <see cref="First"/>, where several queries count together.</summary>
    public MailPaging? Paging { get; set; }

    /// <summary>The same conditions for one folder and another time.</summary>
    internal MailQuery In(string folder, DateTimeOffset? since, DateTimeOffset? before)
    {
        var copy = (MailQuery)MemberwiseClone();
        copy.Folder = folder;
        copy.Recurse = false;
        copy.Since = since;
        copy.Before = before;
        return copy;
    }
}
