namespace OutlookMail.Sandbox;

/// <summary>What the sandbox can be told to do wrong.</summary>
public enum SandboxFault
{
    /// <summary>IMAP and SMTP refuse a token that is still good, in Exchange's words for an expired one.</summary>
    TokenExpired,

    /// <summary>IMAP closes the connection in the middle of a FETCH literal.</summary>
    DropMidLiteral,

    /// <summary>SMTP AUTH answers 535 5.7.139, SmtpClientAuthentication is disabled for the Tenant.</summary>
    SmtpAuthDisabled,

    /// <summary>SMTP takes the whole mail, delivers it, and closes the connection instead of answering.</summary>
    DropAfterDot,

    /// <summary>IMAP answers "Request is throttled. Suggested Backoff Time: … milliseconds"; SMTP answers 432 4.3.2.</summary>
    Throttle,
}
