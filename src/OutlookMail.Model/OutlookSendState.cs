namespace OutlookMail.Model;

/// <summary>What is known of a mail after SMTP was done with it.</summary>
public enum OutlookSendState
{
    /// <summary>The server took responsibility for it (RFC 5321 §4.2.5).</summary>
    Sent,

    /// <summary>The server said no, or the connection ended before the mail's end was written: it was not sent.</summary>
    Refused,

    /// <summary>The connection ended between the mail's end and the reply to it: it may or may not have been sent.</summary>
    Uncertain,

    /// <summary>It waits in the outbox, where an earlier call with the same idempotency key put it, or for recipients that
    /// the server put off.</summary>
    Queued,
}
