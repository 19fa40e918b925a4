namespace OutlookMail.Store;

/// <summary>What a message is found by.</summary>
public sealed class MirrorDocument
{
    /// <summary>Without angle brackets; null when the message has none.</summary>
    public string? MessageId { get; set; }

    public string Subject { get; set; } = "";

    /// <summary>Name and address.</summary>
    public string Sender { get; set; } = "";

    /// <summary>To and Cc, names and addresses, commas between them.</summary>
    public string Recipients { get; set; } = "";

    /// <summary>File names, one a line.</summary>
    public string Attachments { get; set; } = "";

    public string Body { get; set; } = "";
}
