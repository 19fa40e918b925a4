namespace OutlookMail.Model;

/// <summary>Where a mail in the outbox stands. It is in exactly one state, and every change is in its history.</summary>
public enum OutlookOutboxState
{
    /// <summary>Waits for its turn, its time or its next attempt.</summary>
    Queued,

    /// <summary>A worker has taken it and has given nothing of it to the server yet that could count as sent.</summary>
    Leased,

    /// <summary>Its end is about to go to the server, or went: from here on it may have been sent.</summary>
    Sending,

    /// <summary>Whether it was sent is not known. It is looked for in Sent Items, and never sent again unasked.</summary>
    Uncertain,

    /// <summary>The server took responsibility for it, or it was found in Sent Items.</summary>
    Sent,

    /// <summary>It was not sent and will not be: refused for good, expired, or given up.</summary>
    Failed,
}
