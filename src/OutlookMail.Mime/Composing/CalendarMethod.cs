namespace OutlookMail.Mime;

/// <summary>What an invitation asks or answers (RFC 5546 §1.4).</summary>
public enum CalendarMethod
{
    Request,
    Reply,
    Cancel,
}
