using System;

namespace OutlookMail.Client;

/// <summary>Which messages, newest first. Conditions add up (and); a text condition matches anywhere in the field, without case.</summary>
public sealed class MailQuery
{
    public string Folder { get; set; } = "INBOX";

    public bool? Unread { get; set; }

    public bool? Flagged { get; set; }

    public string? From { get; set; }

    public string? To { get; set; }

    public string? Subject { get; set; }

    public string? Body { get; set; }

    /// <summary>Message-ID, with or without its angle brackets.</summary>
    public string? MessageId { get; set; }

    /// <summary>Received at this moment or later.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Received before this moment.</summary>
    public DateTimeOffset? Before { get; set; }

    /// <summary>Octets, by the server's own account of sizes.</summary>
    public long? LargerThan { get; set; }

    public bool? HasAttachment { get; set; }

    public ulong Skip { get; set; }

    public ulong First { get; set; } = ulong.MaxValue;
}
