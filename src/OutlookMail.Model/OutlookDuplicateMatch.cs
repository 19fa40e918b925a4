namespace OutlookMail.Model;

/// <summary>By what an import knows that a message is in the folder already.</summary>
public enum OutlookDuplicateMatch
{
    /// <summary>The same Message-ID and the same octets. A server that rewrites messages as it takes them in needs <see cref="MessageId"/>.</summary>
    MessageIdAndHash,

    /// <summary>The same Message-ID.</summary>
    MessageId,

    /// <summary>Nothing: every message is imported.</summary>
    None,
}
