namespace OutlookMail.Imap;

// RFC 9051 §7.1
public enum ImapStatus
{
    Ok,
    No,
    Bad,
    PreAuth,
    Bye,
}
