using System;

namespace OutlookMail.Client;

/// <summary>How a mail goes into the outbox.</summary>
public sealed class QueueRequest
{
    /// <summary>The same key for the same mailbox is the same mail: it is sent once, whoever asks and how often.</summary>
    public string? IdempotencyKey { get; set; }

    public DateTimeOffset? NotBefore { get; set; }

    /// <summary>Given up then; four days after it could first go when null.</summary>
    public DateTimeOffset? NotAfter { get; set; }
}
