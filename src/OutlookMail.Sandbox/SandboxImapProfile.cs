namespace OutlookMail.Sandbox;

/// <summary>Which IMAP server the sandbox is.</summary>
public enum SandboxImapProfile
{
    /// <summary>Exchange Online, with all it lacks.</summary>
    Exchange,

    /// <summary>The front end that a part of Exchange Online has since September 2026: another greeting, no basic authentication, IMAP4rev2 announced (MailKit #2016).</summary>
    ExchangeProxy,

    /// <summary>A server that keeps to the standards: SPECIAL-USE, CONDSTORE, ESEARCH, keywords, UTF-8 in SEARCH, JSON challenge.</summary>
    Standard,
}
