using System.Collections.Generic;

namespace OutlookMail.Client;

/// <summary>
/// What Exchange Online and Outlook.com (the same servers behind both) do otherwise than the RFCs say or than one expects.
/// Each entry has a test that plays it, and a row in docs/quirks.md.
/// </summary>
public static class ExchangeQuirks
{
    public static readonly Quirk AsciiSearch = new(
        nameof(AsciiSearch),
        "SEARCH with CHARSET UTF-8 is answered NO [BADCHARSET (US-ASCII)], also when its text is ASCII; repeated ones end the connection.",
        "Only ASCII goes to the server, without CHARSET; other text is compared here, in the decoded fields and bodies of what the rest of the query found.",
        "MailKit #1437; imapsync FAQ.Exchange");

    public static readonly Quirk SizeIsAGuess = new(
        nameof(SizeIsAGuess),
        "RFC822.SIZE may be another number than the octets that come (19189 announced, 6298 delivered).",
        "Shown as the server's, never used to allocate, verify or resume: the literal's own length is.",
        "stalwartlabs/vandelay #12");

    public static readonly Quirk NoKeywords = new(
        nameof(NoKeywords),
        "PERMANENTFLAGS has no \\*: STORE and SEARCH of a keyword are BAD Command Argument Error. 11.",
        "A keyword that the folder does not keep is refused here, by name, before anything is sent.",
        "imapsync FAQ.Exchange; MailKit issues with PERMANENTFLAGS in their logs (#908)");

    public static readonly Quirk SubstituteMessage = new(
        nameof(SubstituteMessage),
        "An item that cannot be made into MIME comes as a text about itself: Retrieval using the IMAP4 protocol failed for the following message.",
        "Recognised by its first lines, and marked as a substitute wherever it is read or saved.",
        "OfflineIMAP/offlineimap #62; freescout #3203; MailKit ImapEngine");

    public static readonly Quirk MissingBody = new(
        nameof(MissingBody),
        "The same items may also not come at all: OK without a FETCH response.",
        "MessageNotFound for that message; the others of the same command are not affected.",
        "OfflineIMAP/offlineimap #62; MailKit #908");

    public static readonly Quirk BrokenBodyStructure = new(
        nameof(BrokenBodyStructure),
        "BODYSTRUCTURE with (NIL NIL) for a disposition, missing items, or parentheses that do not balance.",
        "Read as far as it can be; asked for last, so that all other items of the message have come before it.",
        "MailKit ImapUtils");

    public static readonly Quirk ItemsInAnyOrder = new(
        nameof(ItemsInAnyOrder),
        "FETCH items in another order than asked; a UID may come behind the body.",
        "No order is assumed. Once a UID came late, each command asks for one message.",
        "MailKit ImapFolder");

    public static readonly Quirk ProxyDialect = new(
        nameof(ProxyDialect),
        "Since about September 2026 some connections are greeted by tcpproxy with LOGINDISABLED and, after sign-in, ENABLE IMAP4rev2 and BACKENDAUTHENTICATE-IR. With what revision 2 implies, SEARCH is answered wrongly.",
        "Capabilities are read again after sign-in. IMAP4rev2 beside IMAP4rev1 implies nothing and is never enabled: SEARCH stays in its old form.",
        "MailKit #2016; imapflow #314");

    public static readonly Quirk NoSaslChallenge = new(
        nameof(NoSaslChallenge),
        "A refused token is NO AUTHENTICATE failed. at once, without the JSON challenge of RFC 7628.",
        "Both ways are taken: a challenge is answered with an empty line, a NO is the end.",
        "Microsoft, Authenticate an IMAP, POP or SMTP connection using OAuth");

    public static readonly Quirk NotConnected = new(
        nameof(NotConnected),
        "AUTHENTICATE is OK and the first command is BAD User is authenticated but not connected., then BYE. A wrong user, a missing right, or a passing state.",
        "Signing in is proved by opening a folder. In a session that worked before, once more with a fresh token; else an error that names the causes.",
        "MailKit #1494; email-oauth2-proxy #74, #275");

    public static readonly Quirk SuggestedBackoff = new(
        nameof(SuggestedBackoff),
        "Request is throttled. Suggested Backoff Time: 299961 milliseconds, in a NO, a BAD or a BYE.",
        "That long is waited, to the millisecond, while the progress says so; then a new connection goes on. Longer than the session allows: the error carries the time.",
        "imapsync #198, #272");

    public static readonly Quirk CodedBye = new(
        nameof(CodedBye),
        "BYE Connection is closed. 13 (idle) and BYE Connection closed. 14 (after an error or a throttle).",
        "A kept connection that was ended while idle is made anew without a word; in the middle of work it is resumed.",
        "MailKit #1494; Webklex/php-imap #464");

    public static readonly Quirk FewConnections = new(
        nameof(FewConnections),
        "A mailbox has room for about twenty connections, and ended ones linger: quick reconnects are refused.",
        "One connection by default, four at most, kept open between commands; attempts lie 1, 5, 15 and 30 seconds apart.",
        "node-imap #523");

    public static readonly Quirk NoSpecialUse = new(
        nameof(NoSpecialUse),
        "No SPECIAL-USE; folders carry names in the mailbox's language.",
        "Sent Items is looked for by its attribute first and then by its known names.",
        "omamail PR 90");

    public static readonly Quirk NoChangeLog = new(
        nameof(NoChangeLog),
        "No CONDSTORE, QRESYNC, ESEARCH, SORT, THREAD, LIST-STATUS, QUOTA, NOTIFY.",
        "Each has a plain path: UIDs and FLAGS compared, STATUS for each folder, folders asked from time to time.",
        "CAPABILITY in MailKit #1494, #1496, #2016");

    public static readonly Quirk UnquotedTab = new(
        nameof(UnquotedTab),
        "LIST gives folder names with a tab unquoted.",
        "The rest of the line is the name.",
        "MailKit ImapUtils");

    public static readonly Quirk BareResponseCode = new(
        nameof(BareResponseCode),
        "Response codes without * OK before them.",
        "Taken as if it stood there.",
        "MailKit ImapEngine");

    public static readonly Quirk EmptyCopyUid = new(
        nameof(EmptyCopyUid),
        "COPYUID with empty sets.",
        "Nothing is known of the new UIDs; the copy counts as made.",
        "MailKit ImapEngine");

    public static readonly Quirk Renumbering = new(
        nameof(Renumbering),
        "UIDVALIDITY is a small number (14). Whether it changes when a mailbox is moved or restored is not known.",
        "Compared each time a folder is opened: UIDs of an old numbering are never used, a watch tells the new one as an event.",
        "MailKit #1494 (transcripts); a change was not seen");

    public static readonly Quirk CommandArgumentError = new(
        nameof(CommandArgumentError),
        "BAD Command Argument Error. 11 or 12 for what it does not support, without saying what that was.",
        "A refusal of that command alone; the error names what Exchange is known not to take.",
        "MailKit #1494, #1496; imapsync #198, #272");

    public static readonly Quirk UnknownIdleLimit = new(
        nameof(UnknownIdleLimit),
        "IDLE is offered; how long Exchange bears one was not verified.",
        "Renewed every 20 minutes, before the 29 of the RFC; a BYE meanwhile is met as any other.",
        "RFC 9051 §6.3.13; not verified");

    public static readonly Quirk RewrittenMessageId = new(
        nameof(RewrittenMessageId),
        "A submitted mail gets a Message-ID of Exchange's own; the sender's stays in X-Microsoft-Original-Message-ID.",
        "Both fields are searched.",
        "chatmail/core #2250");

    public static readonly Quirk RemadeMessage = new(
        nameof(RemadeMessage),
        "Exchange makes MIME from its own store for each FETCH; two downloads of one message need not agree.",
        "A download that was cut is continued only if the octets around the cut and the length agree, and begun again otherwise.",
        "Inferred from sizes that differ (stalwartlabs/vandelay #12); not seen");

    public static IReadOnlyList<Quirk> All { get; } =
    [
        AsciiSearch,
        SizeIsAGuess,
        NoKeywords,
        SubstituteMessage,
        MissingBody,
        BrokenBodyStructure,
        ItemsInAnyOrder,
        ProxyDialect,
        NoSaslChallenge,
        NotConnected,
        SuggestedBackoff,
        CodedBye,
        FewConnections,
        NoSpecialUse,
        NoChangeLog,
        UnquotedTab,
        BareResponseCode,
        EmptyCopyUid,
        Renumbering,
        CommandArgumentError,
        UnknownIdleLimit,
        RewrittenMessageId,
        RemadeMessage,
    ];
}
