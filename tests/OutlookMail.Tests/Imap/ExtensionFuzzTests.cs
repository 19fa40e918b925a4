using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

/// <summary>The same as <see cref="ResponseFuzzTests"/> for the answers of extensions.</summary>
public class ExtensionFuzzTests
{
    private static readonly int Rounds = FuzzRounds.Or(1000);

    private static readonly string[] Session =
    [
        "* PREAUTH [CAPABILITY IMAP4rev1 ENABLE QRESYNC CONDSTORE ESEARCH SEARCHRES SORT THREAD=REFERENCES NAMESPACE QUOTA ID UIDPLUS MOVE LIST-EXTENDED LIST-STATUS SPECIAL-USE STATUS=SIZE OBJECTID PREVIEW] hi\r\n",
        "* ENABLED QRESYNC CONDSTORE\r\nA1 OK x\r\n",
        "* 10 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [HIGHESTMODSEQ 12] x\r\n* OK [MAILBOXID (M1)] x\r\n* VANISHED (EARLIER) 2,4:6\r\n* 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (11))\r\nA2 OK [READ-WRITE] x\r\n",
        "* ESEARCH (TAG \"A3\") UID ALL 1,3:5\r\nA3 OK x\r\n",
        "* ESEARCH (TAG \"A4\") UID MIN 1 MAX 9 COUNT 4\r\nA4 OK x\r\n",
        "* SORT 3 1 2\r\nA5 OK x\r\n",
        "* THREAD (1 2 (3)(4 5))(6)\r\nA6 OK x\r\n",
        "* NAMESPACE ((\"\" \"/\")) NIL ((\"#news.\" \".\" \"X\" (\"a\" \"b\")))\r\nA7 OK x\r\n",
        "* QUOTAROOT INBOX \"\"\r\n* QUOTA \"\" (STORAGE 10 512 MESSAGE 3 100)\r\nA8 OK x\r\n",
        "* ID (\"name\" \"x\" \"version\" NIL)\r\nA9 OK x\r\n",
        "* LIST (\\Sent \\HasNoChildren) \"/\" Sent\r\n* STATUS Sent (MESSAGES 3 UNSEEN 1 UIDNEXT 9 UIDVALIDITY 4)\r\nA10 OK x\r\n",
        "* STATUS INBOX (MESSAGES 3 SIZE 12345 HIGHESTMODSEQ 8 MAILBOXID (M1))\r\nA11 OK x\r\n",
        "* 1 FETCH (UID 1 EMAILID (E1) THREADID (T1) PREVIEW {5}\r\nHello MODSEQ (9))\r\n* VANISHED (EARLIER) 3\r\nA12 OK x\r\n",
        "* VANISHED (EARLIER) 3:4\r\n* 1 FETCH (UID 1 MODSEQ (13) FLAGS ())\r\nA13 OK x\r\n",
        "* 1 FETCH (UID 1 MODSEQ (14) FLAGS (\\Flagged))\r\nA14 OK [MODIFIED 3] x\r\n",
        "* OK [COPYUID 5 1:2 8:9] x\r\n* VANISHED 1:2\r\nA15 OK [HIGHESTMODSEQ 15] x\r\n",
    ];

    private static readonly Func<ImapConnection, string, Task>[] Operations =
    [
        (c, _) => c.EnableAsync(["QRESYNC"]),
        (c, _) => c.SelectResyncAsync("INBOX", false, new ResyncState(7, 5, UidSet.Range(1, 10))),
        (c, _) => c.UidSearchAsync(SearchQuery.All),
        (c, _) => c.UidSearchSummaryAsync(SearchQuery.All),
        (c, _) => c.UidSortAsync([(SortKey.Date, true)], SearchQuery.All),
        (c, _) => c.UidThreadAsync("REFERENCES", SearchQuery.All),
        (c, _) => c.NamespaceAsync(),
        (c, _) => c.QuotaAsync("INBOX"),
        (c, _) => c.IdAsync(),
        (c, _) => c.ListAsync("", "*", new ListOptions { SpecialUse = true, Status = StatusItems.Counts }),
        (c, _) => c.StatusAsync("INBOX", StatusItems.Counts | StatusItems.Size | StatusItems.HighestModSeq | StatusItems.MailboxId),
        async (c, what) => Assert.DoesNotContain(await c.UidFetchAsync(UidSet.Of(1), FetchItems.ObjectIds | FetchItems.Preview | FetchItems.ModSeq).ToListAsync(), m => m.Uid == 0),
        (c, _) => c.UidFetchChangesAsync(UidSet.Range(1, 9), 5, vanished: true),
        (c, _) => c.UidStoreAsync(UidSet.Range(1, 3), StoreMode.Add, ["\\Flagged"], silent: false, unchangedSince: 12),
        (c, _) => c.UidMoveAsync(UidSet.Range(1, 2), "Box"),
    ];

    [Fact]
    public async Task The_session_itself_ends_well() =>
        Assert.All(await FuzzedSession.RunAsync(Session.Select(Encoding.Latin1.GetBytes).ToArray(), 5, "undamaged", Operations), met => Assert.Equal("done", met));

    [Theory]
    [InlineData(2)]
    [InlineData(5256)]
    public async Task A_damaged_session_ends_as_documented(int seed)
    {
        var fuzzer = new ResponseFuzzer(seed, Session);
        var seen = new HashSet<string>();
        for (int round = 0; round < Rounds; round++)
        {
            byte[][] turns = fuzzer.Next();
            string what = $"seed {seed}, round {round}: {string.Join("|", turns.Select(Encoding.Latin1.GetString))}";
            seen.UnionWith(await FuzzedSession.RunAsync(turns, 1 + (round % 40), what, Operations));
        }

        Assert.Superset(
            new HashSet<string> { "done", nameof(ConnectionBrokenException), nameof(ServerProtocolException), nameof(ImapRefusedException), nameof(ImapByeException) }, seen);
    }
}
