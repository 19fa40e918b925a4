namespace OutlookMail.Identity.Registration;

public enum AppChangeKind
{
    Add,
    Change,
    Remove,
}
