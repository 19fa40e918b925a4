using System;

namespace OutlookMail.Model;

/// <summary>One line of a mail's history in the outbox: a change of state, or something noted about the state it is in.</summary>
public sealed class OutlookOutboxEvent
{
    public OutlookOutboxEvent(DateTimeOffset on, OutlookOutboxState? from, OutlookOutboxState to, string worker, string reason)
    {
        On = on;
        From = from;
        To = to;
        Worker = worker;
        Reason = reason;
    }

    public DateTimeOffset On { get; }

    /// <summary>Null for the first line.</summary>
    public OutlookOutboxState? From { get; }

    public OutlookOutboxState To { get; }

    /// <summary>Machine and process id of who wrote the line.</summary>
    public string Worker { get; }

    public string Reason { get; }

    public override string ToString() => From is { } from && from != To ? $"{from} → {To}: {Reason}" : $"{To}: {Reason}";
}
