namespace OutlookMail.Model;

public enum OutlookMailPriority
{
    Normal,
    Low,
    High,
}
