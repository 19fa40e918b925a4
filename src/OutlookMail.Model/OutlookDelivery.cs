namespace OutlookMail.Model;

/// <summary>What is known of a mail's way to one recipient after the server took it. Ordered: later says more.</summary>
public enum OutlookDelivery
{
    /// <summary>No report has come, which is the usual end of a mail that arrived.</summary>
    Unknown,

    /// <summary>Not delivered yet; it is still tried.</summary>
    Delayed,

    /// <summary>Handed to a server that sends no reports.</summary>
    Relayed,

    Delivered,

    /// <summary>Deleted by its recipient without being shown.</summary>
    DeletedUnread,

    /// <summary>Its recipient was shown it, as a read receipt says.</summary>
    Read,

    /// <summary>Not delivered, and given up.</summary>
    Failed,
}
