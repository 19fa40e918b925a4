using System;
using System.Collections.Generic;

namespace OutlookMail.Model;

/// <summary>A message read whole: its bodies, headers and attachments.</summary>
public sealed class OutlookMailContent
{
    public OutlookMailContent(OutlookMessage? message) => Message = message;

    /// <summary>The summary it was asked by; null for a message that was read from a file.</summary>
    public OutlookMessage? Message { get; }

    public string Subject { get; set; } = "";

    public OutlookAddress? From { get; set; }

    public IReadOnlyList<OutlookAddress> To { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public IReadOnlyList<OutlookAddress> Cc { get; set => field = ListOf<OutlookAddress>.Wrap(value); } = ListOf<OutlookAddress>.Empty;

    public DateTimeOffset? Date { get; set; }

    public string? MessageId { get; set; }

    /// <summary>The plain text body, or text made from the HTML one; null when the message has neither.</summary>
    public string? Text { get; set; }

    /// <summary>The HTML body as it was sent: not sanitised, so show it with care. Null when there is none.</summary>
    public string? Html { get; set; }

    /// <summary>Every header field in its order, decoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; set; } = Array.Empty<KeyValuePair<string, string>>();

    public OutlookAttachment[] Attachments { get; set; } = Array.Empty<OutlookAttachment>();

    /// <summary>Octets of the message as it came over the wire.</summary>
    public long Size { get; set; }

    /// <summary>What the reader had to forgive: place and rule, one line each.</summary>
    public string[] Defects { get; set; } = Array.Empty<string>();

    public override string ToString() => Subject;
}
