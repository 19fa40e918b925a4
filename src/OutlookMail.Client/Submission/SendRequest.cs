namespace OutlookMail.Client;

/// <summary>How a mail is sent at once.</summary>
public sealed class SendRequest
{
    /// <summary>The same key for the same mailbox is the same mail: it is sent once, whoever asks and how often. Null for none.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>Writes nothing down: no governor counts it and nothing is known of it once its connection is lost.</summary>
    public bool NoJournal { get; set; }
}
