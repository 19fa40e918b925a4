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

    public override string ToString() => State == OutlookOutboxRecipientState.Pending ? Address : $"{Address} ({State})";
}
