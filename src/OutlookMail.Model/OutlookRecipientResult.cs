namespace OutlookMail.Model;

/// <summary>What the server said of one recipient (RFC 5321 §3.3, RCPT).</summary>
public sealed class OutlookRecipientResult
{
    public OutlookRecipientResult(string address, bool accepted, string reply)
    {
        Address = address;
        Accepted = accepted;
        Reply = reply;
    }

    public string Address { get; }

    public bool Accepted { get; }

    public string Reply { get; }

    public override string ToString() => $"{Address}: {Reply}";
}
