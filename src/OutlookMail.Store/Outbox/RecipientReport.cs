namespace OutlookMail.Store;

/// <summary>What the server said of one recipient.</summary>
public readonly struct RecipientReport
{
    public RecipientReport(RecipientVerdict verdict, string reply)
    {
        Verdict = verdict;
        Reply = reply;
    }

    public RecipientVerdict Verdict { get; }

    public string Reply { get; }
}
