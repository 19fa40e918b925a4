namespace OutlookMail.Store;

/// <summary>What the server said of one recipient.</summary>
public enum RecipientVerdict
{
    /// <summary>Not asked, or the answer did not come.</summary>
    Unknown,

    Accepted,

    /// <summary>4xx, or more than the server takes at a time: goes on without the others.</summary>
    Deferred,

    /// <summary>5xx.</summary>
    Refused,
}
