namespace OutlookMail.Imap;

/// <summary>What LIST shall select and return beyond names. On servers without LIST-EXTENDED the plain commands do it.</summary>
public sealed class ListOptions
{
    public bool SubscribedOnly { get; init; }

    /// <summary>Ask for <c>\Sent</c> and its like where the server offers SPECIAL-USE; Exchange does not.</summary>
    public bool SpecialUse { get; init; } = true;

    /// <summary>Counts of each folder that can be selected: with LIST-STATUS in the same command, else by STATUS commands on the way together.</summary>
    public StatusItems Status { get; init; }
}
