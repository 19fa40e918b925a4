namespace OutlookMail.Model;

/// <summary>How a mail is marked; Outlook shows it and protects nothing (RFC 2156 §5.3.4, Sensitivity).</summary>
public enum OutlookMailSensitivity
{
    Normal,
    Personal,
    Private,
    Confidential,
}
