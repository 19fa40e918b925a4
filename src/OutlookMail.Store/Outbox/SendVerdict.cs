namespace OutlookMail.Store;

/// <summary>How an attempt ended.</summary>
public enum SendVerdict
{
    /// <summary>The server has it.</summary>
    Sent,

    /// <summary>Nobody knows.</summary>
    Uncertain,

    /// <summary>The server put it off: it counts as an attempt.</summary>
    Retry,

    /// <summary>Not the mail's fault (no connection, a pause): it does not count.</summary>
    Released,

    /// <summary>Refused for good.</summary>
    Failed,
}
