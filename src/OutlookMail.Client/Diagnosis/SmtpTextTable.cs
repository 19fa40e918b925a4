using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// What Exchange Online's SMTP submission says when it says no (learn.microsoft.com/exchange: NDR and submission pages;
/// MailKit #1770). The more exact row comes first: a reply is taken by the first that fits.
/// </summary>
internal static class SmtpTextTable
{
    private const string AuthFix = "A new token changes nothing.";

    public static IReadOnlyList<DiagnosisRow> All { get; } = new[]
    {
        Row("535 5.7.139", @"SmtpClientAuthentication is disabled for the Tenant", ErrorIds.SmtpAuthDisabled, OutlookFixer.ExchangeAdministrator,
            "SMTP AUTH is switched off for the whole tenant, for OAuth too.",
            "Run in Exchange Online: Set-CASMailbox <mailbox> -SmtpClientAuthenticationDisabled $false for one mailbox, or Set-TransportConfig -SmtpClientAuthenticationDisabled $false for all (https://aka.ms/smtp_auth_disabled). " + AuthFix),
        Row("535 5.7.139", @"SmtpClientAuthentication is disabled for the Mailbox", ErrorIds.SmtpAuthDisabled, OutlookFixer.ExchangeAdministrator,
            "SMTP AUTH is switched off for this mailbox.",
            "Run in Exchange Online: Set-CASMailbox <mailbox> -SmtpClientAuthenticationDisabled $false. " + AuthFix),
        Row("535 5.7.139", @"locked by your organization'?s security defaults", ErrorIds.SmtpAuthDisabled, OutlookFixer.TenantAdministrator,
            "The tenant's security defaults do not allow SMTP AUTH.",
            "In the Entra admin center, Properties > Manage security defaults, replace them by Conditional Access policies, then Set-CASMailbox <mailbox> -SmtpClientAuthenticationDisabled $false. " + AuthFix),
        Row("535 5.7.139", @"did not meet the criteria to be authenticated", ErrorIds.SmtpAuthDisabled, OutlookFixer.TenantAdministrator,
            "A Conditional Access policy or an Exchange authentication policy refuses the sign-in.",
            "An administrator finds it in the Entra sign-in logs (filter: client app Authenticated SMTP) and in Get-AuthenticationPolicy. " + AuthFix),
        Row("535 5.7.139", @"5\.7\.139.*user credentials were incorrect", ErrorIds.AuthenticationRejected, OutlookFixer.User,
            "A password was used, and it is wrong or an app password is needed.",
            "Sign in by OAuth instead: Connect-OutlookMailbox."),
        Row("535 5.7.139", @"5\.7\.139.*basic authentication is disabled", ErrorIds.AuthenticationRejected, OutlookFixer.Caller,
            "A password was used where only OAuth is taken.",
            "Sign in by OAuth instead: Connect-OutlookMailbox."),
        Row("535 5.7.139", @"5\.7\.139", ErrorIds.SmtpAuthDisabled, OutlookFixer.ExchangeAdministrator,
            "A setting of the mailbox or the tenant refuses SMTP AUTH.",
            "Run in Exchange Online: Get-CASMailbox <mailbox> | Format-List SmtpClientAuthenticationDisabled and Get-TransportConfig | Format-List SmtpClientAuthenticationDisabled. " + AuthFix, OutlookConfidence.Medium),
        Row("550 5.7.30", @"5\.7\.30\b", ErrorIds.AuthenticationRejected, OutlookFixer.Caller,
            "A password was used; basic authentication is retired for client submission.",
            "Sign in by OAuth instead: Connect-OutlookMailbox."),
        Row("501 5.5.124", @"5\.5\.124|Invalid XOAUTH2 auth data", ErrorIds.AuthenticationRejected, OutlookFixer.Caller,
            "The XOAUTH2 text is not well formed: user=<address>^Aauth=Bearer <token>^A^A in base64.",
            "Build it anew, without line breaks in the token."),
        Row("535 5.7.3", @"\b535\b.*5\.7\.3\b|5\.7\.3 Authentication unsuccessful", ErrorIds.AuthenticationRejected, OutlookFixer.Caller,
            "SMTP refused the token: it has expired, is of another audience, lacks SMTP.Send, or is not of the user that was named.",
            "Ask for https://outlook.office.com/SMTP.Send, sign in to SMTP as the token's own user, and put a shared mailbox into -From only; Test-OutlookAppPermissions shows which it is.", OutlookConfidence.Medium),
        Row("535 5.7.8", @"\b535[ -]5\.7\.8\b", ErrorIds.AuthenticationRejected, OutlookFixer.Caller,
            "The server (not Exchange, which says 5.7.3) does not take this token for this user.",
            "Check that token and server belong together; Test-OutlookAppPermissions shows what the token is for."),
        Row("454 4.7.0", @"\b454[ -]4\.7\.0\b", ErrorIds.Throttled, OutlookFixer.Time,
            "The server cannot check sign-ins at the moment.",
            "Try again in a minute.", retryAfter: TimeSpan.FromMinutes(1)),
        Row("530 5.7.57", @"5\.7\.57\b", ErrorIds.AuthenticationRejected, OutlookFixer.Caller,
            "A mail was begun without signing in first.",
            "Sign in (AUTH) after STARTTLS and before MAIL FROM; a device that cannot needs a connector or direct send."),
        Row("554 5.2.252", @"5\.2\.252\b", ErrorIds.SenderRejected, OutlookFixer.ExchangeAdministrator,
            "The account may not send as this address.",
            "Run in Exchange Online: Add-RecipientPermission -Identity <from address> -Trustee <account> -AccessRights SendAs, and wait up to an hour."),
        Row("554 5.2.0 SendAsDenied", @"SendAsDenied", ErrorIds.SenderRejected, OutlookFixer.ExchangeAdministrator,
            "The account may not send as this address.",
            "Run in Exchange Online: Add-RecipientPermission -Identity <from address> -Trustee <account> -AccessRights SendAs, and wait up to an hour."),
        Row("550 5.7.60", @"5\.7\.60\b", ErrorIds.SenderRejected, OutlookFixer.ExchangeAdministrator,
            "The account may not send as this address.",
            "Run in Exchange Online: Add-RecipientPermission -Identity <from address> -Trustee <account> -AccessRights SendAs, and wait up to an hour."),
        Row("554 5.2.0 SubmissionQuotaExceeded", @"SubmissionQuotaExceeded|5\.2\.2\b.*(?:quota|limit)|exceeded.*(?:recipient|message) (?:rate )?(?:quota|limit)", ErrorIds.Throttled, OutlookFixer.Time,
            "The mailbox has sent as much as it may in 24 hours (10 000 recipients).",
            "Wait until the first mails of the day are 24 hours old, and spread bulk mail over days or use Azure Communication Services.", retryAfter: TimeSpan.FromHours(24)),
        Row("554 5.2.2", @"\b554 5\.2\.2\b", ErrorIds.Throttled, OutlookFixer.Time,
            "A quota of the mailbox is used up: what it may send in a day, or its space.",
            "Wait up to 24 hours; if it stays, look at the mailbox's size.", OutlookConfidence.Medium, TimeSpan.FromHours(24)),
        Row("432 4.3.2", @"\b432[ -]4\.3\.2|Concurrent connections limit exceeded|sender thread limit exceeded", ErrorIds.Throttled, OutlookFixer.Time,
            "More than three connections send for this mailbox at once.",
            "Send over fewer connections, and try this mail again in a minute.", retryAfter: TimeSpan.FromMinutes(1)),
        Row("550 5.1.8", @"5\.1\.8\b|bad outbound sender", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator,
            "Microsoft has blocked the user for sending spam.",
            "Secure the account, then an administrator unblocks it: Microsoft Defender > Restricted entities."),
        Row("550 5.7.705", @"5\.7\.705\b", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator,
            "The whole tenant has sent too much unwanted mail and is stopped.",
            "Find the accounts that send it, secure them, then ask Microsoft support to lift the block."),
        Row("550 5.7.708", @"5\.7\.708\b", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator,
            "Traffic from this address of a new or trial tenant is not taken for lack of reputation.",
            "Use a paid subscription, or ask Microsoft support to lift the block."),
        Row("550 5.7.750", @"5\.7\.750\b", ErrorIds.SenderRejected, OutlookFixer.TenantAdministrator,
            "Mail is sent from domains that the tenant has not registered.",
            "Add and verify the sender's domain in the Microsoft 365 admin center."),
        Row("451 4.7.500-699", @"\b4\.7\.(?:5\d\d|6\d\d)\b", ErrorIds.Throttled, OutlookFixer.Time,
            "Exchange suspects the traffic and holds it back for now.",
            "Try again in a quarter of an hour; look at what the account sends if it goes on.", retryAfter: TimeSpan.FromMinutes(15)),
        Row("451 4.7.850-899", @"\b4\.7\.8[5-9]\d\b", ErrorIds.Throttled, OutlookFixer.Time,
            "Exchange limits this sender's or address's rate for now.",
            "Try again in a quarter of an hour, more slowly.", retryAfter: TimeSpan.FromMinutes(15)),
        Row("452 4.5.3", @"\b4\.5\.3\b", ErrorIds.RecipientRejected, OutlookFixer.Caller,
            "The mail has more recipients than one transaction takes.",
            "Send the remaining recipients in another transaction (500 a mail by default, 200 of one outside domain)."),
        Row("550 5.5.3", @"RESOLVER\.ADR\.RecipLimit|\b5\.5\.3\b", ErrorIds.RecipientRejected, OutlookFixer.Caller,
            "The mail has more recipients than the mailbox's limit allows.",
            "Split it; an administrator can raise the limit: Set-Mailbox <mailbox> -RecipientLimits 1000."),
        Row("550 5.1.1", @"\b550[ -]5\.1\.(?:1|10)\b", ErrorIds.RecipientRejected, OutlookFixer.Caller,
            "There is no such recipient.",
            "Check the address."),
        Row("550 5.2.3", @"\b55\d[ -]5\.2\.3\b", ErrorIds.MessageTooLarge, OutlookFixer.Caller,
            "The mail is larger than the recipient's mailbox takes.",
            "Send a link, or split the files."),
        Row("421 4.3.2", @"\b421\b.*4\.3\.2\b|Service not a(?:vailable|ctive)", ErrorIds.ConnectionLost, OutlookFixer.Time,
            "The server is going down or is busy.",
            "Try again in a minute.", retryAfter: TimeSpan.FromMinutes(1)),
        Row("421 4.4.2", @"\b421\b.*4\.4\.2\b|Connection dropped due to (?:SocketError|TimedOut|timeout)", ErrorIds.ConnectionLost, OutlookFixer.Time,
            "The connection was dropped: it was idle or slow, or its TLS is older than 1.2.",
            "Try again; if it happens right at STARTTLS, make the client use TLS 1.2 or later.", OutlookConfidence.Medium, TimeSpan.FromMinutes(1)),
        Row("552 5.3.4", @"5\.3\.4\b|exceeds fixed maximum message size", ErrorIds.MessageTooLarge, OutlookFixer.Caller,
            "The mail is larger than the server takes (35 MB by default, 150 MB at most; attachments grow by a third).",
            "Send a link, split the files, or have an administrator raise Set-Mailbox <mailbox> -MaxSendSize 150MB."),
        Row("500 5.3.3", @"5\.3\.3 Unrecognized command", ErrorIds.ServerRefused, OutlookFixer.Caller,
            "The server does not know the command.",
            "Check the client's SMTP dialogue; often TLS was begun twice, or AUTH was sent before STARTTLS."),
    };

    /// <summary>What one reply, as a line, means; null when no row knows it.</summary>
    public static DiagnosisRow? Find(string reply) => All.FirstOrDefault(row => row.Matches(reply));

    private static DiagnosisRow Row(
        string code,
        string pattern,
        string errorId,
        OutlookFixer fixer,
        string cause,
        string fix,
        OutlookConfidence confidence = OutlookConfidence.High,
        TimeSpan? retryAfter = null) =>
        new("SMTP", code, pattern, errorId, fixer, confidence, cause, fix) { IsRetryable = retryAfter is not null, RetryAfter = retryAfter };
}
