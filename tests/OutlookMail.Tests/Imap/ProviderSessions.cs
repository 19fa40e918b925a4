using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OutlookMail.Tests.Imap;

/// <summary>
/// The same session (sign in, folders, select, search, summaries, a body, a flag, a move, log out) as each provider holds
/// it, written from public transcripts and from the RFCs. "%" in a client's line begins the next tag; in a server's it
/// is the last one.
/// </summary>
internal static partial class ProviderSessions
{
    private const string SignIn = "AUTHENTICATE XOAUTH2 dXNlcj1hZGFAY29udG9zby50ZXN0AWF1dGg9QmVhcmVyIHRva2VuAQE=";

    private const string Summaries = "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)";

    // MailKit #1494, #1496.
    public const string Exchange = $"""
        S: * OK The Microsoft Exchange IMAP4 service is ready. [TABPADIAUAAyADYANQBDAEEAMAAzADcANwAuAEcAQgBSAFAAMgA2ADUA]
        C: % CAPABILITY
        S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID UNSELECT CHILDREN IDLE NAMESPACE LITERAL+
        S: % OK CAPABILITY completed.
        C: % {SignIn}
        S: % OK AUTHENTICATE completed.
        C: % CAPABILITY
        S: * CAPABILITY IMAP4 IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS MOVE ID UNSELECT CLIENTACCESSRULES CLIENTNETWORKPRESENCELOCATION BACKENDAUTHENTICATE CHILDREN IDLE NAMESPACE LITERAL+
        S: % OK CAPABILITY completed.
        C: % LIST "" "*"
        S: * LIST (\HasNoChildren) "/" Archive
        S: * LIST (\Marked \HasNoChildren) "/" INBOX
        S: * LIST (\HasNoChildren) "/" "Sent Items"
        S: % OK LIST completed.
        C: % SELECT INBOX
        S: * 23 EXISTS
        S: * 0 RECENT
        S: * FLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)
        S: * OK [PERMANENTFLAGS (\Seen \Answered \Flagged \Deleted \Draft $MDNSent)] Permanent flags
        S: * OK [UNSEEN 21] Is the first unseen message
        S: * OK [UIDVALIDITY 14] UIDVALIDITY value
        S: * OK [UIDNEXT 2307] The next unique identifier value
        S: % OK [READ-WRITE] SELECT completed.
        C: % UID SEARCH UNSEEN
        S: * SEARCH 2301 2306
        S: % OK SEARCH completed.
        C: % UID FETCH 2301,2306 {Summaries}
        S: * 21 FETCH (RFC822.SIZE 19189 UID 2301 FLAGS () INTERNALDATE "05-Nov-2026 08:15:30 +0000" ENVELOPE ("Thu, 5 Nov 2026 08:15:28 +0000" "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" (("Bob" NIL "bob" "contoso.test")) NIL NIL (("Ada" NIL "ada" "contoso.test")) NIL NIL NIL "<1@contoso.test>") BODYSTRUCTURE ("text" "plain" ("charset" "utf-8") NIL NIL "quoted-printable" 42 2 NIL NIL NIL NIL))
        S: * 23 FETCH (UID 2306 FLAGS (\Flagged) INTERNALDATE "06-Nov-2026 08:15:30 +0000" RFC822.SIZE 100 ENVELOPE (NIL "two" NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (("text" "plain" NIL NIL NIL "7bit" 1 1 NIL (NIL NIL) NIL NIL) "mixed" ("boundary" "_000_") NIL NIL NIL))
        S: % OK FETCH completed.
        C: % UID FETCH 2301 (UID FLAGS INTERNALDATE BODY.PEEK[])
        S: * 21 FETCH (BODY[] [[6298]]
        S@6298
        S:  UID 2301 FLAGS () INTERNALDATE "05-Nov-2026 08:15:30 +0000")
        S: % OK FETCH completed.
        C: % UID STORE 2301 +FLAGS.SILENT (\Seen)
        S: % OK STORE completed.
        C: % UID MOVE 2301 Archive
        S: * OK [COPYUID 27 2301 9]
        S: * 21 EXPUNGE
        S: * 22 EXISTS
        S: % OK MOVE completed.
        C: % LOGOUT
        S: * BYE Microsoft Exchange Server IMAP4 server signing off.
        S: % OK LOGOUT completed.
        """;

    // The same servers behind a personal mailbox: other names of folders, and no MOVE before the 2026 dialect.
    public static readonly string OutlookCom = Exchange
        .Replace("UIDPLUS MOVE ID", "UIDPLUS ID", StringComparison.Ordinal)
        .Replace("\"Sent Items\"", "Sent", StringComparison.Ordinal)
        .Replace("C: % UID MOVE 2301 Archive\n", "C: % UID COPY 2301 Archive\nS: % OK [COPYUID 27 2301 9] COPY completed.\nC: % UID STORE 2301 +FLAGS.SILENT (\\Deleted)\nS: % OK STORE completed.\nC: % UID EXPUNGE 2301\n", StringComparison.Ordinal)
        .Replace("S: * OK [COPYUID 27 2301 9]\n", "", StringComparison.Ordinal)
        .Replace("OK MOVE completed.", "OK EXPUNGE completed.", StringComparison.Ordinal);

    // MailKit #2016.
    public static readonly string ExchangeProxy = Exchange
        .Replace("The Microsoft Exchange IMAP4 service is ready. [", "Microsoft Exchange IMAP4 service ready. 5cb2f1a8-0000-0000-0000-000000000000 (tcpproxy/15.21.0406.000 BACKENDAUTHENTICATE) [", StringComparison.Ordinal)
        .Replace("IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR UIDPLUS ID", "IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED SASL-IR UIDPLUS MOVE ID", StringComparison.Ordinal)
        .Replace("UNSELECT CLIENTACCESSRULES", "UNSELECT ENABLE IMAP4rev2 CLIENTACCESSRULES", StringComparison.Ordinal)
        .Replace("BACKENDAUTHENTICATE CHILDREN", "BACKENDAUTHENTICATE BACKENDAUTHENTICATE-IR CHILDREN", StringComparison.Ordinal);

    public const string Dovecot = $"""
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ AUTH=PLAIN AUTH=OAUTHBEARER AUTH=XOAUTH2] Dovecot ready.
        C: % {SignIn}
        S: % OK [CAPABILITY IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT SORT=DISPLAY THREAD=REFERENCES THREAD=REFS MULTIAPPEND URL-PARTIAL CATENATE UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SNIPPET=FUZZY PREVIEW=FUZZY PREVIEW STATUS=SIZE SAVEDATE LITERAL+ NOTIFY SPECIAL-USE] Logged in
        C: % LIST "" "*" RETURN (SPECIAL-USE)
        S: * LIST (\HasNoChildren \Archive) "/" Archive
        S: * LIST (\HasNoChildren \Sent) "/" Sent
        S: * LIST (\HasNoChildren) "/" INBOX
        S: % OK List completed (0.001 + 0.000 secs).
        C: % SELECT INBOX
        S: * FLAGS (\Answered \Flagged \Deleted \Seen \Draft)
        S: * OK [PERMANENTFLAGS (\Answered \Flagged \Deleted \Seen \Draft \*)] Flags permitted.
        S: * 23 EXISTS
        S: * 0 RECENT
        S: * OK [UNSEEN 21] First unseen.
        S: * OK [UIDVALIDITY 14] UIDs valid
        S: * OK [UIDNEXT 2307] Predicted next UID
        S: * OK [HIGHESTMODSEQ 41] Highest
        S: % OK [READ-WRITE] Select completed (0.001 + 0.000 secs).
        C: % UID SEARCH RETURN (ALL) UNSEEN
        S: * ESEARCH (TAG "%") UID ALL 2301,2306
        S: % OK Search completed (0.001 + 0.000 secs).
        C: % UID FETCH 2301,2306 {Summaries}
        S: * 21 FETCH (UID 2301 FLAGS () INTERNALDATE "05-Nov-2026 08:15:30 +0000" RFC822.SIZE 6298 ENVELOPE ("Thu, 5 Nov 2026 08:15:28 +0000" "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" (("Bob" NIL "bob" "contoso.test")) (("Bob" NIL "bob" "contoso.test")) (("Bob" NIL "bob" "contoso.test")) (("Ada" NIL "ada" "contoso.test")) NIL NIL NIL "<1@contoso.test>") BODYSTRUCTURE ("text" "plain" ("charset" "utf-8") NIL NIL "8bit" 42 2 NIL NIL NIL NIL))
        S: * 23 FETCH (UID 2306 FLAGS (\Flagged) INTERNALDATE "06-Nov-2026 08:15:30 +0000" RFC822.SIZE 100 ENVELOPE (NIL [[3]]
        S: two NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 1 1 NIL NIL NIL NIL) "mixed" ("boundary" "b") NIL NIL NIL))
        S: % OK Fetch completed (0.001 + 0.000 secs).
        C: % UID FETCH 2301 (UID FLAGS INTERNALDATE BODY.PEEK[])
        S: * 21 FETCH (UID 2301 FLAGS () INTERNALDATE "05-Nov-2026 08:15:30 +0000" BODY[] [[6298]]
        S@6298
        S: )
        S: % OK Fetch completed (0.001 + 0.000 secs).
        C: % UID STORE 2301 +FLAGS.SILENT (\Seen)
        S: % OK Store completed (0.001 + 0.000 secs).
        C: % UID MOVE 2301 Archive
        S: * OK [COPYUID 27 2301 9] Moved UIDs.
        S: * 21 EXPUNGE
        S: % OK Move completed (0.002 + 0.000 secs).
        C: % LOGOUT
        S: * BYE Logging out
        S: % OK Logout completed (0.001 + 0.000 secs).
        """;

    // Google's IMAP extensions page and public logs of Gimap; its capabilities come untagged before the OK of AUTHENTICATE.
    public const string Gmail = $"""
        S: * OK Gimap ready for requests from 192.0.2.7 a640c23a62f3a
        C: % CAPABILITY
        S: * CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 XYZZY SASL-IR AUTH=XOAUTH2 AUTH=PLAIN AUTH=PLAIN-CLIENTTOKEN AUTH=OAUTHBEARER
        S: % OK Thats all she wrote! a640c23a62f3a
        C: % {SignIn}
        S: * CAPABILITY IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS COMPRESS=DEFLATE ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584
        S: % OK ada@contoso.test authenticated (Success)
        C: % LIST "" "*" RETURN (SPECIAL-USE)
        S: * LIST (\HasNoChildren) "/" "INBOX"
        S: * LIST (\HasNoChildren) "/" "Archive"
        S: * LIST (\HasChildren \Noselect) "/" "[Gmail]"
        S: * LIST (\HasNoChildren \Sent) "/" "[Gmail]/Gesendet"
        S: % OK Success
        C: % SELECT INBOX
        S: * FLAGS (\Answered \Flagged \Draft \Deleted \Seen $NotPhishing $Phishing)
        S: * OK [PERMANENTFLAGS (\Answered \Flagged \Draft \Deleted \Seen $NotPhishing $Phishing \*)] Flags permitted.
        S: * OK [UIDVALIDITY 14] UIDs valid.
        S: * 23 EXISTS
        S: * 0 RECENT
        S: * OK [UIDNEXT 2307] Predicted next UID.
        S: * OK [HIGHESTMODSEQ 9001]
        S: % OK [READ-WRITE] INBOX selected. (Success)
        C: % UID SEARCH RETURN (ALL) UNSEEN
        S: * ESEARCH (TAG "%") UID ALL 2301,2306
        S: % OK SEARCH completed (Success)
        C: % UID FETCH 2301,2306 {Summaries}
        S: * 21 FETCH (UID 2301 RFC822.SIZE 6298 INTERNALDATE "05-Nov-2026 08:15:30 +0000" FLAGS () ENVELOPE ("Thu, 5 Nov 2026 08:15:28 +0000" "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" (("Bob" NIL "bob" "contoso.test")) (("Bob" NIL "bob" "contoso.test")) (("Bob" NIL "bob" "contoso.test")) ((NIL NIL "ada" "contoso.test")) NIL NIL NIL "<1@contoso.test>") BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "7BIT" 42 2 NIL NIL NIL))
        S: * 23 FETCH (UID 2306 RFC822.SIZE 100 INTERNALDATE "06-Nov-2026 08:15:30 +0000" FLAGS (\Flagged) ENVELOPE (NIL "two" NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1 NIL NIL NIL) "MIXED" ("BOUNDARY" "b") NIL NIL))
        S: % OK Success
        C: % UID FETCH 2301 (UID FLAGS INTERNALDATE BODY.PEEK[])
        S: * 21 FETCH (UID 2301 INTERNALDATE "05-Nov-2026 08:15:30 +0000" FLAGS () BODY[] [[6298]]
        S@6298
        S: )
        S: % OK Success
        C: % UID STORE 2301 +FLAGS.SILENT (\Seen)
        S: % OK Success
        C: % UID MOVE 2301 Archive
        S: * OK [COPYUID 27 2301 9] (Success)
        S: * 21 EXPUNGE
        S: * 22 EXISTS
        S: % OK (Success)
        C: % LOGOUT
        S: * BYE LOGOUT Requested
        S: % OK 73 good day (Success)
        """;

    // Cyrus imapd's own documentation and test logs (Cassandane): everything below INBOX, "." between levels.
    public const string Cyrus = $"""
        S: * OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE AUTH=XOAUTH2 SASL-IR] mail.contoso.test Cyrus IMAP 3.8.1 server ready
        C: % {SignIn}
        S: % OK [CAPABILITY IMAP4rev1 LITERAL+ ID ENABLE ACL QUOTA NAMESPACE UIDPLUS NO_ATOMIC_RENAME UNSELECT CHILDREN MULTIAPPEND BINARY CATENATE CONDSTORE ESEARCH SEARCH=FUZZY SORT SORT=MODSEQ THREAD=REFERENCES SPECIAL-USE CREATE-SPECIAL-USE MOVE LIST-EXTENDED LIST-STATUS OBJECTID QRESYNC STATUS=SIZE XLIST APPENDLIMIT=71680000 IDLE] Success (tls protection) SESSIONID=<cyrus-1>
        C: % LIST "" "*" RETURN (SPECIAL-USE)
        S: * LIST (\HasChildren) "." INBOX
        S: * LIST (\HasNoChildren) "." Archive
        S: * LIST (\HasNoChildren \Sent) "." INBOX.Sent
        S: % OK Completed (0.000 secs 4 calls)
        C: % SELECT INBOX
        S: * 23 EXISTS
        S: * 0 RECENT
        S: * FLAGS (\Answered \Flagged \Draft \Deleted \Seen)
        S: * OK [PERMANENTFLAGS (\Answered \Flagged \Draft \Deleted \Seen \*)] Ok
        S: * OK [UNSEEN 21] Ok
        S: * OK [UIDVALIDITY 14] Ok
        S: * OK [UIDNEXT 2307] Ok
        S: * OK [HIGHESTMODSEQ 41] Ok
        S: * OK [MAILBOXID (4c1a0b7e)] Ok
        S: * OK [URLMECH INTERNAL] Ok
        S: * OK [ANNOTATIONS 65536] Ok
        S: % OK [READ-WRITE] Completed
        C: % UID SEARCH RETURN (ALL) UNSEEN
        S: * ESEARCH (TAG "%") UID ALL 2301,2306
        S: % OK Completed (2 msgs in 0.000 secs)
        C: % UID FETCH 2301,2306 {Summaries}
        S: * 21 FETCH (FLAGS () UID 2301 INTERNALDATE " 5-Nov-2026 08:15:30 +0000" RFC822.SIZE 6298 ENVELOPE ("Thu, 5 Nov 2026 08:15:28 +0000" "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=" (("Bob" NIL "bob" "contoso.test")) (("Bob" NIL "bob" "contoso.test")) (("Bob" NIL "bob" "contoso.test")) (("Ada" NIL "ada" "contoso.test")) NIL NIL NIL "<1@contoso.test>") BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "utf-8") NIL NIL "8BIT" 42 2 NIL NIL NIL NIL))
        S: * 23 FETCH (FLAGS (\Flagged) UID 2306 INTERNALDATE " 6-Nov-2026 08:15:30 +0000" RFC822.SIZE 100 ENVELOPE (NIL "two" NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (("TEXT" "PLAIN" NIL NIL NIL "7BIT" 1 1 NIL NIL NIL NIL) "MIXED" ("BOUNDARY" "b") NIL NIL NIL))
        S: % OK Completed (0.000 sec)
        C: % UID FETCH 2301 (UID FLAGS INTERNALDATE BODY.PEEK[])
        S: * 21 FETCH (FLAGS () UID 2301 INTERNALDATE " 5-Nov-2026 08:15:30 +0000" BODY[] [[6298]]
        S@6298
        S: )
        S: % OK Completed (0.000 sec)
        C: % UID STORE 2301 +FLAGS.SILENT (\Seen)
        S: % OK Completed
        C: % UID MOVE 2301 Archive
        S: * OK [COPYUID 27 2301 9] Completed
        S: * VANISHED 2301
        S: % OK Completed
        C: % LOGOUT
        S: * BYE LOGOUT received
        S: % OK Completed
        """;

    // Nobody's: every text that may hold anything holds what another response looks like.
    public static readonly string Hostile = Dovecot
        .Replace("] Dovecot ready.", "] A1 OK {5}", StringComparison.Ordinal)
        .Replace("S: % OK List completed", "S: * NO A3 OK done * BYE {99999999999}\nS: * OK [ALERT] \\\"[\u001b[2J] A9 OK\nS: * X-NEWS ((((NIL)))) \"A4 OK\"\nS: % OK (((( \" {7}", StringComparison.Ordinal)
        .Replace("S: * OK [UNSEEN 21] First unseen.", "S: * OK [UNSEEN 21 {5}] * 7 EXISTS\nS: * OK [X-Y \"]\"] UIDVALIDITY 99", StringComparison.Ordinal)
        .Replace("S: * 21 EXPUNGE", "S: * 21 FETCH (FLAGS (\\Seen))\nS: * 21 EXPUNGE", StringComparison.Ordinal);

    /// <summary>With its tags, in the form of <see cref="Transcript"/>.</summary>
    public static string Numbered(string session)
    {
        var text = new StringBuilder();
        int tag = 0;
        foreach (string line in session.ReplaceLineEndings("\n").Split('\n'))
        {
            tag += line.StartsWith("C: % ", StringComparison.Ordinal) ? 1 : 0;
            string named = line.Replace("%", string.Create(CultureInfo.InvariantCulture, $"A{tag}"), StringComparison.Ordinal);
            text.Append(Length().Replace(named, "{$1}")).Append('\n');
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\[\[(\d+)\]\]")]
    private static partial Regex Length();
}
