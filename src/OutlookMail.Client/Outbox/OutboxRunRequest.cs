using System;
using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>How the outbox is worked off.</summary>
public sealed class OutboxRunRequest
{
    /// <summary>Only these mails; all of the mailbox when empty.</summary>
    public IReadOnlyList<long> Ids { get; set; } = Array.Empty<long>();

    /// <summary>Connections at a time; the mailbox's own limit holds as well.</summary>
    public int Connections { get; set; } = 1;

    /// <summary>Goes on until nothing is queued, however long the limits, the schedule and the retries take.</summary>
    public bool UntilEmpty { get; set; }

    /// <summary>Sends uncertain mails again that were looked for and not found. They may then arrive twice.</summary>
    public bool ResendUncertain { get; set; }

    /// <summary>Tries failed mails once more.</summary>
    public bool RetryFailed { get; set; }

    /// <summary>Sets the mailbox's mails a minute for every process; 0 for no limit, null for what it was.</summary>
    public int? PerMinute { get; set; }
}
