using System;
using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Which mails of the outbox. What is empty does not restrict.</summary>
public sealed class OutboxQuery
{
    public IReadOnlyList<long> Ids { get; set; } = Array.Empty<long>();

    public IReadOnlyList<OutlookOutboxState> States { get; set; } = Array.Empty<OutlookOutboxState>();

    public string? IdempotencyKey { get; set; }

    public bool WithHistory { get; set; }
}
