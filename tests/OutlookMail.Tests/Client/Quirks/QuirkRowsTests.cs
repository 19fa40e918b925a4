using System.Linq;
using OutlookMail.Client;
using Xunit;

namespace OutlookMail.Tests.Client.Quirks;

/// <summary>Everything known of how Exchange Online speaks IMAP, written down by hand from its sources, has its entry; and there is no entry without such a line.</summary>
public class QuirkRowsTests
{
    private static readonly (string Known, string[] Entries)[] Rows =
    [
        ("Greeting: 'The Microsoft Exchange IMAP4 service is ready', or since September 2026 'Microsoft Exchange IMAP4 service ready … (tcpproxy/…)'", ["ProxyDialect"]),
        ("Capabilities before and after sign-in: LOGINDISABLED, CLIENTACCESSRULES, BACKENDAUTHENTICATE-IR, ENABLE IMAP4rev2; faulty SEARCH", ["ProxyDialect"]),
        ("Absent: CONDSTORE, QRESYNC, COMPRESS, ESEARCH, SORT, THREAD, LIST-EXTENDED, LIST-STATUS, QUOTA, METADATA, NOTIFY, OBJECTID, UTF8=ACCEPT", ["NoChangeLog"]),
        ("Absent: SPECIAL-USE; NAMESPACE ((\"\" \"/\")) NIL NIL; folder names in the mailbox's language", ["NoSpecialUse"]),
        ("PERMANENTFLAGS without \\*: no keywords; STORE and SEARCH KEYWORD are BAD Command Argument Error. 11", ["NoKeywords"]),
        ("SEARCH CHARSET UTF-8: NO [BADCHARSET (US-ASCII)], repeated: disconnected", ["AsciiSearch"]),
        ("RFC822.SIZE may be wrong", ["SizeIsAGuess"]),
        ("FETCH items in any order", ["ItemsInAnyOrder"]),
        ("Unreadable items come as substitute messages, or not at all", ["SubstituteMessage", "MissingBody"]),
        ("Malformed BODYSTRUCTURE, (NIL NIL) as a disposition", ["BrokenBodyStructure"]),
        ("Folder names with tabs unquoted", ["UnquotedTab"]),
        ("Untagged response codes without * OK", ["BareResponseCode"]),
        ("COPYUID with empty sets", ["EmptyCopyUid"]),
        ("UIDVALIDITY is a small integer; a change is plausible and not evidenced", ["Renumbering"]),
        ("BAD User is authenticated but not connected., then BYE 14; also where IMAP is off for the mailbox", ["NotConnected"]),
        ("Request is throttled. Suggested Backoff Time: n milliseconds", ["SuggestedBackoff"]),
        ("BAD Command Argument Error. 11 or 12", ["CommandArgumentError"]),
        ("BYE Connection is closed. 13, BYE Connection closed. 14", ["CodedBye"]),
        ("About twenty connections for a mailbox; dead ones linger", ["FewConnections"]),
        ("IDLE: how long one is borne was not verified", ["UnknownIdleLimit"]),
        ("AUTHENTICATE: no challenge before NO", ["NoSaslChallenge"]),
        ("The Message-ID of a submitted mail is replaced", ["RewrittenMessageId"]),
        ("Messages are made anew for each FETCH", ["RemadeMessage"]),
    ];

    [Fact]
    public void What_is_known_and_what_is_handled_are_the_same() =>
        Assert.Equal(Rows.SelectMany(row => row.Entries).Distinct().Order(), ExchangeQuirks.All.Select(quirk => quirk.Name).Order());
}
