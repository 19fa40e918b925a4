namespace OutlookMail.Model;

/// <summary>Which Microsoft cloud a session lives in; one value picks the authority, Graph, IMAP and SMTP hosts together.</summary>
public enum OutlookCloud
{
    Global,
    USGovHigh,
    USGovDoD,
    China,

    /// <summary>Hosts given one by one: a sandbox, a test server, or a cloud this module has no row for.</summary>
    Custom,
}
