using System.Collections.Generic;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// What Exchange Online's IMAP and POP say when they say no. Each text was seen in the field (MailKit #1494 and #1496,
/// imapsync #198, #250 and #272, email-oauth2-proxy #74 and #275, office-developer-exchange-docs #87).
/// </summary>
internal static class ImapTextTable
{
    public static IReadOnlyList<DiagnosisRow> All { get; } = new[]
    {
        // The one text with five reasons: Exchange knows the token and then finds no mailbox to open with it.
        Row("authenticated but not connected", "authenticated but not connected", ErrorIds.AuthenticatedNotConnected, OutlookFixer.ExchangeAdministrator, OutlookConfidence.Medium,
            "The token is good, but whoever it is for may not open this mailbox, or IMAP is off for it.",
            "Run in Exchange Online: Get-CASMailbox <mailbox> | Format-List ImapEnabled, and Set-CASMailbox <mailbox> -ImapEnabled $true where it is off; for a shared mailbox: Add-MailboxPermission -Identity <mailbox> -User <account> -AccessRights FullAccess."),
        Row("authenticated but not connected", "authenticated but not connected", ErrorIds.AuthenticatedNotConnected, OutlookFixer.ExchangeAdministrator, OutlookConfidence.Low,
            "For an app without a person: Exchange does not know the app, or knows it by the wrong object id.",
            "Run in Exchange Online: New-ServicePrincipal -AppId <client id> -ObjectId <object id of the Enterprise application, never of the app registration>, then Add-MailboxPermission -Identity <mailbox> -User <that object id> -AccessRights FullAccess."),
        Row("authenticated but not connected", "authenticated but not connected", ErrorIds.AuthenticatedNotConnected, OutlookFixer.Caller, OutlookConfidence.Low,
            "The user named at sign-in is not the one the token is for, or has no mailbox.",
            "Name the mailbox with -Mailbox and sign in as the account that owns it or has Full Access to it."),
        Row("authenticated but not connected", "authenticated but not connected", ErrorIds.Throttled, OutlookFixer.Time, OutlookConfidence.Low,
            "Too many connections were opened in a short time; sessions that were left linger at the server.",
            "Wait some minutes and keep connections open instead of making new ones.", retryable: true),

        Row("request is throttled", "request is throttled|suggested backoff time", ErrorIds.Throttled, OutlookFixer.Time, OutlookConfidence.High,
            "Exchange throttles this mailbox.",
            "Wait exactly the time that the text names, then go on with fewer connections.", retryable: true),

        Row("Command Argument Error. 11", @"command argument error\. ?11\b", ErrorIds.ServerRefused, OutlookFixer.Caller, OutlookConfidence.High,
            "Exchange does not support an argument of the command: a flag of one's own (keyword), for example, which its mailboxes do not have.",
            "Use only \\Seen, \\Answered, \\Flagged, \\Deleted, \\Draft and $MDNSent, and search without KEYWORD."),
        Row("Command Argument Error. 12", @"command argument error\. ?1(?:2|0)\b", ErrorIds.ServerRefused, OutlookFixer.Caller, OutlookConfidence.Medium,
            "Exchange does not understand an argument of the command.",
            "Check the command's syntax; this module's own commands avoid what Exchange does not take, so report it with a trace (Connect-OutlookMailbox -Trace)."),
        Row("BADCHARSET", @"badcharset|specified charset is not supported", ErrorIds.ServerRefused, OutlookFixer.Caller, OutlookConfidence.High,
            "Exchange searches in US-ASCII only, and refuses a search that names another character set.",
            "Search for ASCII text without CHARSET and filter the rest in the client, as Get-OutlookMail does."),
        Row("BYE 13", @"connection is closed\. ?13\b", ErrorIds.ConnectionLost, OutlookFixer.Time, OutlookConfidence.High,
            "The connection was idle for too long, and Exchange ended it.",
            "Connect again; a waiting client renews IDLE within 29 minutes.", retryable: true),
        Row("BYE 14", @"connection (?:is )?closed\. ?14\b", ErrorIds.ConnectionLost, OutlookFixer.Time, OutlookConfidence.Medium,
            "Exchange ended the connection after an error or a throttle: the line before it says which.",
            "Look at the line before, wait a minute and connect again.", retryable: true),
        Row("BYE AccessTokenExpired", "AccessTokenExpired", ErrorIds.AccessTokenExpired, OutlookFixer.Time, OutlookConfidence.High,
            "The access token ended while the connection was open.",
            "Connect again with a new token; a session that signed in by itself does so by itself.", retryable: true),

        Row("NO AUTHENTICATE failed", @"\b(?:NO|BAD) AUTHENTICATE failed", ErrorIds.WrongAudience, OutlookFixer.Caller, OutlookConfidence.Medium,
            "The token is not one for the mail servers: it was asked for Microsoft Graph, or for IMAP.AccessAsUser.All without its resource.",
            "Ask for https://outlook.office.com/IMAP.AccessAsUser.All (an app without a person: https://outlook.office365.com/.default); a scope without prefix means Graph."),
        Row("NO AUTHENTICATE failed", @"\b(?:NO|BAD) AUTHENTICATE failed", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, OutlookConfidence.Low,
            "The token has expired, or the user named at sign-in is not the one it is for.",
            "Sign in again, and name the mailbox as its own address."),
        Row("NO AUTHENTICATE failed", @"\b(?:NO|BAD) AUTHENTICATE failed", ErrorIds.AuthenticationRejected, OutlookFixer.ExchangeAdministrator, OutlookConfidence.Low,
            "For an app without a person: Exchange does not know the app's service principal, or it lacks Full Access.",
            "Run in Exchange Online: New-ServicePrincipal -AppId <client id> -ObjectId <object id of the Enterprise application>, then Add-MailboxPermission."),
        Row("NO LOGIN failed", @"\bNO LOGIN failed|LOGINDISABLED", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, OutlookConfidence.High,
            "A password was used; Exchange Online and Outlook.com take none for IMAP any more.",
            "Sign in by OAuth: Connect-OutlookMailbox."),
        Row("message not retrievable", "Retrieval using the IMAP4 protocol failed for the following message", ErrorIds.ServerRefused, OutlookFixer.ExchangeAdministrator, OutlookConfidence.High,
            "Exchange could not convert this item and delivered a message about that in its place.",
            "Open the item in Outlook; if it is damaged there too, move or repair the mailbox (New-MailboxRepairRequest)."),
        new("POP", "-ERR Authentication failure", "-ERR Authentication failure|unknown user name or bad password", ErrorIds.AuthenticationRejected, OutlookFixer.Caller, OutlookConfidence.Medium,
            "POP refused the token: it lacks POP.AccessAsUser.All, is of another audience, or POP is off for the mailbox.",
            "Ask for https://outlook.office.com/POP.AccessAsUser.All, and check Get-CASMailbox <mailbox> | Format-List PopEnabled."),
    };

    private static DiagnosisRow Row(string code, string pattern, string errorId, OutlookFixer fixer, OutlookConfidence confidence, string cause, string fix, bool retryable = false) =>
        new("IMAP", code, pattern, errorId, fixer, confidence, cause, fix) { IsRetryable = retryable };
}
