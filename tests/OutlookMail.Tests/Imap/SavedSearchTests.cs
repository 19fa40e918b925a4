using System;
using System.Threading.Tasks;
using OutlookMail.Imap;
using Xunit;

namespace OutlookMail.Tests.Imap;

// RFC 5182
public class SavedSearchTests
{
    [Fact]
    public async Task The_server_keeps_what_it_found_and_is_only_told_what_to_do_with_it()
    {
        var script = new Transcript(Sessions.Inbox("ESEARCH SEARCHRES MOVE UIDPLUS", """
            C: A2 UID SEARCH RETURN (SAVE COUNT) FROM ada
            S: * ESEARCH (TAG "A2") UID COUNT 30000
            S: A2 OK done
            C: A3 UID STORE $ +FLAGS.SILENT (\Seen)
            S: A3 OK done
            C: A4 UID MOVE $ Old
            S: * OK [COPYUID 5 1:3 7:9] moved
            S: A4 OK done
            """.Replace("FROM ada", "FROM \"ada\"", StringComparison.Ordinal)));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        SavedSearch found = await connection.UidSearchSaveAsync(SearchQuery.From("ada"));
        Assert.Equal(30000, found.Count);
        await connection.UidStoreAsync(found, StoreMode.Add, ["\\Seen"]);
        Assert.Equal(3, (await connection.UidMoveAsync(found, "Old")).Uids.Count);
        script.AssertDone();
    }

    [Fact]
    public async Task Without_it_the_same_is_done_by_uids()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID SEARCH UNSEEN
            S: * SEARCH 4 5 6 9
            S: A2 OK done
            C: A3 UID STORE 4:6,9 +FLAGS.SILENT (\Seen)
            S: A3 OK done
            C: A4 UID COPY 4:6,9 Old
            S: A4 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        SavedSearch found = await connection.UidSearchSaveAsync(SearchQuery.Unseen);
        Assert.Equal(4, found.Count);
        await connection.UidStoreAsync(found, StoreMode.Add, ["\\Seen"]);
        await connection.UidCopyAsync(found, "Old");
        script.AssertDone();
    }

    [Fact]
    public async Task Nothing_found_is_nothing_done()
    {
        var script = new Transcript(Sessions.Inbox("ESEARCH SEARCHRES", """
            C: A2 UID SEARCH RETURN (SAVE COUNT) UNSEEN
            S: * ESEARCH (TAG "A2") UID COUNT 0
            S: A2 OK done
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        SavedSearch found = await connection.UidSearchSaveAsync(SearchQuery.Unseen);
        await connection.UidStoreAsync(found, StoreMode.Add, ["\\Deleted"]);
        Assert.Null(script.Unexpected);
    }

    [Theory]
    [InlineData("SEARCHRES ESEARCH", "RETURN (SAVE COUNT) ", "S: * ESEARCH UID COUNT 1")]
    [InlineData("IDLE", "", "S: * SEARCH 4")]
    public async Task After_another_select_it_means_nothing_any_more(string capabilities, string returning, string answer)
    {
        var script = new Transcript(Sessions.Inbox(capabilities, $"""
            C: A2 UID SEARCH {returning}UNSEEN
            {answer}
            S: A2 OK done
            C: A3 SELECT INBOX
            S: * 3 EXISTS
            S: A3 OK done
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        SavedSearch found = await connection.UidSearchSaveAsync(SearchQuery.Unseen);
        await connection.SelectAsync("INBOX", readOnly: false);
        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.UidStoreAsync(found, StoreMode.Add, ["\\Deleted"]));
        Assert.Null(script.Unexpected);
    }
}
