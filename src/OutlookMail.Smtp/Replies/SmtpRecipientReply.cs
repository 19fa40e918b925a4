namespace OutlookMail.Smtp;

/// <summary>What became of one recipient.</summary>
public sealed class SmtpRecipientReply
{
    /// <param name="address">As in the envelope.</param>
    /// <param name="reply">The answer to RCPT TO; null when none was read.</param>
    public SmtpRecipientReply(string address, SmtpReply? reply)
    {
        Address = address;
        Reply = reply;
    }

    /// <summary>As in the envelope.</summary>
    public string Address { get; }

    /// <summary>The answer to RCPT TO; null when the mail was given up or the connection broke before it came.</summary>
    public SmtpReply? Reply { get; }

    /// <summary>True when the server took the recipient, which says nothing about the mail itself.</summary>
    public bool IsAccepted => Reply is { IsPositive: true };
}
