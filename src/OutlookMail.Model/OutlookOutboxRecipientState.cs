namespace OutlookMail.Model;

/// <summary>What is known of one recipient of a mail in the outbox.</summary>
public enum OutlookOutboxRecipientState
{
    /// <summary>Not asked yet, or put off by the server.</summary>
    Pending,

    /// <summary>The server took the recipient (RFC 5321 §3.3); whether it got the mail too is the mail's state.</summary>
    Accepted,

    /// <summary>The server refused the recipient for good (5xx).</summary>
    Refused,
}
