namespace OutlookMail.Sandbox;

/// <summary>Which IMAP server the sandbox is.</summary>
public enum SandboxImapProfile
{
    /// <summary>Exchange Online, with all it lacks.</summary>
    Exchange,

    /// <summary>A server that keeps to the standards: SPECIAL-USE, CONDSTORE, ESEARCH, keywords, UTF-8 in SEARCH, JSON challenge.</summary>
    Standard,
}
