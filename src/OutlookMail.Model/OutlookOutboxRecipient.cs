using System;

namespace OutlookMail.Model;

/// <summary>One recipient of a mail in the outbox.</summary>
public sealed class OutlookOutboxRecipient
{
    public OutlookOutboxRecipient(string address, OutlookOutboxRecipientState state, string reply)
    {
        Address = address;
        State = state;
        Reply = reply;
    }

    public string Address { get; }

    public OutlookOutboxRecipientState State { get; }

    /// <summary>The server's words to RCPT; empty before it was asked.</summary>
    public string Reply { get; }

    /// <summary>What reports in the inbox said of it; Get-OutlookOutbox -Track reads them.</summary>
    public OutlookDelivery Delivery { get; set; }

    /// <summary>The report's own words: the status, and what the last server said.</summary>
    public string DeliveryText { get; set; } = "";

    /// <summary>When that report came; null when there is none.</summary>
    public DateTimeOffset? DeliveryOn { get; set; }

    public override string ToString() => State == OutlookOutboxRecipientState.Pending ? Address : $"{Address} ({State})";
}
