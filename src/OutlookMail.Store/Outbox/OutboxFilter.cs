using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Store;

/// <summary>Which mails to list. What is null or empty does not restrict.</summary>
public sealed class OutboxFilter
{
    public string? Mailbox { get; set; }

    public IReadOnlyList<long> Ids { get; set; } = [];

    /// <summary>Only this mail and what was split from it.</summary>
    public long? Group { get; set; }

    public IReadOnlyList<OutlookOutboxState> States { get; set; } = [];

    public string? IdempotencyKey { get; set; }

    /// <summary>Reads each mail's history too.</summary>
    public bool WithHistory { get; set; }
}
