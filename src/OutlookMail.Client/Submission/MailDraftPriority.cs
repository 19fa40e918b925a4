namespace OutlookMail.Client;

public enum MailDraftPriority
{
    Normal,
    Low,
    High,
}
