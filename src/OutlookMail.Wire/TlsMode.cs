namespace OutlookMail.Wire;

public enum TlsMode
{
    /// <summary>TLS from the first octet (993, 465).</summary>
    Implicit,

    /// <summary>Plain greeting, then STARTTLS before anything secret (143, 587).</summary>
    StartTls,
}
