using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>What threading needs to know of one message. <see cref="Tag"/> is the caller's own.</summary>
public sealed class ThreadItem
{
    public string? MessageId { get; set; }

    /// <summary>Oldest first, without angle brackets.</summary>
    public IReadOnlyList<string> References { get; set; } = Array.Empty<string>();

    public string? InReplyTo { get; set; }

    public string Subject { get; set; } = "";

    public DateTimeOffset? Date { get; set; }

    public object? Tag { get; set; }

    public static ThreadItem Of(MimeMessage message, object? tag = null) => new()
    {
        MessageId = message.MessageId,
        References = message.References,
        InReplyTo = message.InReplyTo,
        Subject = message.Subject ?? "",
        Date = message.Date,
        Tag = tag ?? message,
    };
}
