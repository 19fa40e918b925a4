namespace OutlookMail.Client;

/// <summary>A mail for the outbox, and how it goes in.</summary>
public sealed class QueuedDraft
{
    public QueuedDraft(MailDraft draft, QueueRequest request)
    {
        Draft = draft;
        Request = request;
    }

    public MailDraft Draft { get; }

    public QueueRequest Request { get; }
}
