namespace OutlookMail.Mime;

/// <summary>The answer in a reply: the PARTSTAT of its attendee (RFC 5545 §3.2.12).</summary>
public enum CalendarResponse
{
    NeedsAction,
    Accepted,
    Declined,
    Tentative,
}
