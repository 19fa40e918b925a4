using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class ExtensionTests
{
    // RFC 4731
    [Fact]
    public async Task Search_answers_are_compressed_where_the_server_can()
    {
        var script = new Transcript(Sessions.Inbox("ESEARCH", """
            C: A2 UID SEARCH RETURN (ALL) UNSEEN
            S: * ESEARCH (TAG "A2") UID ALL 4:6,17,2
            S: A2 OK done
            C: A3 UID SEARCH RETURN (ALL) SEEN
            S: * ESEARCH (TAG "A3") UID
            S: A3 OK done
            C: A4 UID SEARCH RETURN (MIN MAX COUNT) ALL
            S: * ESEARCH (TAG "A4") UID COUNT 17 MIN 4 MAX 21 MODSEQ 1236
            S: A4 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.Equal([2u, 4u, 5u, 6u, 17u], await connection.UidSearchAsync(SearchQuery.Unseen));
        Assert.Empty(await connection.UidSearchAsync(SearchQuery.Seen));
        SearchSummary summary = await connection.UidSearchSummaryAsync(SearchQuery.All);
        Assert.Equal((17u, 4u, 21u, 1236UL), (summary.Count, summary.Min, summary.Max, summary.HighestModSeq));
        script.AssertDone();
    }

    [Fact]
    public async Task A_search_answer_of_everything_there_could_be_is_refused()
    {
        var script = new Transcript(Sessions.Inbox("ESEARCH", """
            C: A2 UID SEARCH RETURN (ALL) ALL
            S: * ESEARCH UID ALL 1:4294967295
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await Assert.ThrowsAsync<ServerProtocolException>(() => connection.UidSearchAsync(SearchQuery.All));
    }

    // RFC 7162 §3.2.5.1
    [Fact]
    public async Task Resync_tells_what_changed_and_what_went()
    {
        var script = new Transcript("""
            S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE QRESYNC CONDSTORE] hi
            C: A1 ENABLE QRESYNC
            S: * ENABLED QRESYNC CONDSTORE
            S: A1 OK done
            C: A2 SELECT INBOX (QRESYNC (67890007 20050715194045000 41:211,214:541))
            S: * 100 EXISTS
            S: * OK [UIDVALIDITY 67890007] ok
            S: * OK [HIGHESTMODSEQ 20060115205545359] ok
            S: * OK [MAILBOXID (M1)] ok
            S: * VANISHED (EARLIER) 41,43:116,118,120:211,214:540
            S: * 49 FETCH (UID 117 FLAGS (\Seen \Answered) MODSEQ (90060115194045001))
            S: A2 OK [READ-WRITE] done
            C: A3 NOOP
            S: * VANISHED 505,507
            S: A3 OK done
            C: A4 UID FETCH 1:200 (UID FLAGS MODSEQ) (CHANGEDSINCE 90060115194045001 VANISHED)
            S: * VANISHED (EARLIER) 3
            S: * 1 FETCH (UID 4 MODSEQ (90060115194045002) FLAGS ())
            S: A4 OK done
            """);
        await using ImapConnection connection = await script.OpenAsync();
        await connection.EnableAsync(["QRESYNC"]);
        SelectedFolder folder = await connection.SelectResyncAsync(
            "INBOX", false, new ResyncState(67890007, 20050715194045000, UidSet.Range(41, 211).Union(UidSet.Range(214, 541))));
        Assert.Equal("41,43:116,118,120:211,214:540", folder.Changes!.Vanished.ToString());
        FetchedMessage changed = Assert.Single(folder.Changes.Changed);
        Assert.Equal((117u, 90060115194045001UL), (changed.Uid, changed.ModSeq));
        Assert.Equal((20060115205545359UL, "M1"), (folder.HighestModSeq, folder.MailboxId));
        await connection.NoopAsync();
        Assert.Equal(98u, folder.Exists);
        FolderChanges later = await connection.UidFetchChangesAsync(UidSet.Range(1, 200), 90060115194045001, vanished: true);
        Assert.Equal(("3", 4u), (later.Vanished.ToString(), Assert.Single(later.Changed).Uid));
        script.AssertDone();
    }

    // RFC 5256 §4
    [Fact]
    public async Task Sorted_and_threaded_as_the_server_orders_them()
    {
        var script = new Transcript(Sessions.Inbox("SORT THREAD=REFERENCES", """
            C: A2 UID SORT (REVERSE DATE SUBJECT) UTF-8 UNSEEN
            S: * SORT 5 3 4 1 2
            S: A2 OK done
            C: A3 UID THREAD REFERENCES UTF-8 ALL
            S: * THREAD (2)(3 6 (4 23)(44 7 96))((8)(9))
            S: A3 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.Equal([5u, 3u, 4u, 1u, 2u], await connection.UidSortAsync([(SortKey.Date, true), (SortKey.Subject, false)], SearchQuery.Unseen));
        Assert.Equal("2 3(6(4(23) 44(7(96)))) 0(8 9)", Show(await connection.UidThreadAsync("REFERENCES", SearchQuery.All)));
    }

    [Fact]
    public async Task A_piece_of_a_part_resumes_a_download()
    {
        var script = new Transcript(Sessions.Inbox("BINARY", """
            C: A2 UID FETCH 5 (UID BODY.PEEK[]<1000.4294967295>)
            S: * 2 FETCH (UID 5 BODY[]<1000> {7}
            S@7
            S: )
            S: A2 OK done
            C: A3 UID FETCH 5 (UID BINARY.PEEK[2])
            S: * 2 FETCH (UID 5 BINARY[2] ~{3}
            S@3
            S: )
            S: A3 OK done
            C: A4 UID FETCH 5 (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])
            S: * 2 FETCH (UID 5 BODY[HEADER.FIELDS (SUBJECT)] "Subject: x")
            S: A4 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.Equal(7, await LengthAsync(connection.UidFetchSectionAsync(UidSet.Of(5), "", offset: 1000)));
        Assert.Equal(3, await LengthAsync(connection.UidFetchSectionAsync(UidSet.Of(5), "2", decoded: true)));
        Assert.Equal(10, await LengthAsync(connection.UidFetchSectionAsync(UidSet.Of(5), "HEADER.FIELDS (SUBJECT)")));
        Assert.Throws<ArgumentException>(() => connection.UidFetchSectionAsync(UidSet.Of(5), "]\r\nA9 LOGOUT"));
        script.AssertDone();
    }

    [Fact]
    public async Task Without_binary_a_part_comes_as_it_is()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID FETCH 5 (UID BODY.PEEK[2])
            S: * 2 FETCH (UID 5 BODY[2] "QUJD")
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        Assert.False(connection.SendsDecoded);
        Assert.Equal(4, await LengthAsync(connection.UidFetchSectionAsync(UidSet.Of(5), "2", decoded: true)));
        script.AssertDone();
    }

    [Theory]
    [InlineData("OBJECTID PREVIEW CONDSTORE", "UID FLAGS MODSEQ EMAILID THREADID PREVIEW", " MODSEQ (9) EMAILID (M1) THREADID (T1) PREVIEW \"Dear Ada\"")]
    [InlineData("IDLE", "UID FLAGS", "")]
    public async Task Items_of_an_extension_are_asked_for_where_it_is_offered(string capabilities, string asked, string answered)
    {
        var script = new Transcript(Sessions.Inbox(capabilities, $"""
            C: A2 UID FETCH 5 ({asked})
            S: * 2 FETCH (UID 5 FLAGS (){answered})
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        FetchItems items = FetchItems.Flags | FetchItems.ModSeq | FetchItems.ObjectIds | FetchItems.Preview;
        FetchedMessage message = Assert.Single(await connection.UidFetchAsync(UidSet.Of(5), items).ToListAsync());
        bool offered = answered.Length > 0;
        Assert.Equal(offered ? ("M1", "T1", "Dear Ada", 9ul) : (null, null, null, 0ul), (message.EmailId, message.ThreadId, message.Preview, message.ModSeq));
        script.AssertDone();
    }

    [Theory]
    [InlineData("ENABLE UTF8=ACCEPT IDLE", "C: A2 ENABLE UTF8=ACCEPT|S: * ENABLED UTF8=ACCEPT|S: A2 OK done", "A3")]
    [InlineData("ENABLE UTF8=ONLY", "C: A2 ENABLE UTF8=ACCEPT|S: * ENABLED UTF8=ACCEPT|S: A2 OK done", "A3")]
    [InlineData("ENABLE UTF8=ACCEPT", "C: A2 ENABLE UTF8=ACCEPT|S: A2 BAD not now", "A3")]
    [InlineData("ENABLE COMPRESS=DEFLATE", "C: A2 COMPRESS DEFLATE|S: A2 NO [COMPRESSIONACTIVE] TLS does it", "A3")]
    [InlineData("IDLE", "", "A2")]
    public async Task What_needs_asking_for_is_asked_for_and_a_refusal_is_no_harm(string capabilities, string turns, string next)
    {
        var script = new Transcript(Sessions.Inbox(capabilities, $"{turns.Replace('|', '\n')}\nC: {next} NOOP\nS: {next} OK done\n"));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await connection.UseOfferedAsync(isSlowLine: true);
        await connection.NoopAsync();
        script.AssertDone();
    }

    [Fact]
    public async Task On_the_same_machine_nothing_is_deflated()
    {
        var script = new Transcript(Sessions.Inbox("COMPRESS=DEFLATE", """
            C: A2 NOOP
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await connection.UseOfferedAsync(isSlowLine: false);
        await connection.NoopAsync();
        script.AssertDone();
    }

    // RFC 4978
    [Fact]
    public async Task Both_directions_are_deflated_after_compress()
    {
        (Stream client, Stream server) = PipePair.Create();
        Task serving = Task.Run(async () =>
        {
            using var plain = new StreamReader(server, Encoding.ASCII, false, 1, leaveOpen: true);
            await server.WriteAsync("* PREAUTH [CAPABILITY IMAP4rev1 COMPRESS=DEFLATE] hi\r\n"u8.ToArray());
            Assert.Equal("A1 COMPRESS DEFLATE", await plain.ReadLineAsync());
            await server.WriteAsync("A1 OK deflating\r\n"u8.ToArray());
            using var inflate = new DeflateStream(server, CompressionMode.Decompress);
            using var deflate = new DeflateStream(server, CompressionLevel.Fastest);
            byte[] buffer = new byte[100];
            int count = 0;
            while (count < "A2 NOOP\r\n".Length)
            {
                count += await inflate.ReadAsync(buffer.AsMemory(count));
            }

            Assert.Equal("A2 NOOP\r\n", Encoding.ASCII.GetString(buffer, 0, count));
            await deflate.WriteAsync("A2 OK done\r\n"u8.ToArray());
            await deflate.FlushAsync();
        });
        await using ImapConnection connection = await ImapConnection.OpenAsync(WireConnection.FromStream(client, new WireOptions()));
        Assert.True(await connection.CompressAsync());
        await connection.NoopAsync();
        await serving;
    }

    private static async Task<long> LengthAsync(System.Collections.Generic.IAsyncEnumerable<FetchedBody> bodies)
    {
        long length = 0;
        await foreach (FetchedBody body in bodies)
        {
            using var memory = new MemoryStream();
            await body.CopyToAsync(memory);
            length += memory.Length;
        }

        return length;
    }

    private static string Show(System.Collections.Generic.IReadOnlyList<ThreadNode> threads) =>
        string.Join(" ", threads.Select(t => t.Uid + (t.Replies.Count == 0 ? "" : "(" + Show(t.Replies) + ")")));
}
