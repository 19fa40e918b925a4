namespace OutlookMail.Mime;

/// <summary>How the sender marks the message: written as Importance (RFC 2156 §5.3.4) and X-Priority.</summary>
public enum MimePriority
{
    Normal,
    Low,
    High,
}
