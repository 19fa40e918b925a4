namespace OutlookMail.Model;

/// <summary>What a sandbox can be told to do wrong.</summary>
public enum OutlookSandboxFault
{
    /// <summary>IMAP and SMTP refuse a token that is still good, in Exchange's words for an expired one.</summary>
    TokenExpiry,

    /// <summary>IMAP closes the connection in the middle of a FETCH literal.</summary>
    DropMidFetch,

    /// <summary>SMTP AUTH answers 535 5.7.139, SmtpClientAuthentication is disabled for the Tenant.</summary>
    SmtpAuthDisabled,

    /// <summary>SMTP takes the whole mail, delivers it, and closes the connection instead of answering.</summary>
    DropAfterDot,

    /// <summary>IMAP answers "Request is throttled. Suggested Backoff Time: … milliseconds"; SMTP answers 432 4.3.2.</summary>
    Throttle,

    /// <summary>A token request meets AADSTS65001, consent_required.</summary>
    ConsentMissing,

    /// <summary>A device-code sign-in, or a refresh of one, meets AADSTS53003 of Conditional Access.</summary>
    DeviceCodeBlocked,

    /// <summary>A client secret or certificate is refused with AADSTS7000222.</summary>
    SecretExpired,

    /// <summary>A device-code poll is told slow_down (RFC 8628 §3.5).</summary>
    SlowDown,

    /// <summary>A token answer comes without client_info.</summary>
    NoClientInfo,

    /// <summary>Entra answers 503.</summary>
    EntraUnavailable,

    /// <summary>Entra answers 429 with Retry-After.</summary>
    EntraThrottled,

    /// <summary>Graph answers 429 with Retry-After.</summary>
    GraphThrottled,

    /// <summary>Any service waits before it answers: two seconds, unless the sandbox was told otherwise.</summary>
    Slow,

    /// <summary>IMAP announces a RFC822.SIZE that is not the message's (stalwart vandelay #12).</summary>
    WrongSize,

    /// <summary>IMAP gives a substitute for a message: "Retrieval using the IMAP4 protocol failed for the following message".</summary>
    UnreadableMessage,

    /// <summary>IMAP closes with BYE before it runs a command.</summary>
    ImapBye,

    /// <summary>SMTP answers the end of a mail with 554 5.2.0 SubmissionQuotaExceededException.</summary>
    SubmissionQuota,

    /// <summary>SMTP answers the end of a mail with a passing refusal, 432 4.3.2 sender thread limit exceeded.</summary>
    TemporaryRefusal,
}
