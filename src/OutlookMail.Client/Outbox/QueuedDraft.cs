namespace OutlookMail.Client;

/// <summary>A mail for the outbox, and how it goes in.</summary>
public sealed class QueuedDraft
{
    public QueuedDraft(MailDraft draft, QueueRequest request)
    {
        Draft = draft;
        Request = request;
    }

    public QueuedDraft(ComposedMail mail, QueueRequest request)
    {
        Composed = mail;
        Request = request;
    }

    public QueueRequest Request { get; }

    public string Subject => Composed?.Subject ?? Draft!.Subject;

    internal MailDraft? Draft { get; }

    internal ComposedMail? Composed { get; }
}
