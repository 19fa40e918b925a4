using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Tests.Client.Quirks;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class StoreCopyMoveTests
{
    [Fact]
    public async Task Flags_are_changed_silently_or_reported()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS", """
            C: A2 UID STORE 1:3,9 +FLAGS.SILENT (\Seen \Flagged)
            S: A2 OK done
            C: A3 UID STORE 4 -FLAGS (\Seen)
            S: * 4 FETCH (UID 4 FLAGS (\Answered))
            S: A3 OK done
            C: A4 UID STORE 4 (UNCHANGEDSINCE 320162338) FLAGS.SILENT ($MDNSent)
            S: A4 OK [MODIFIED 4] conditional store failed
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await connection.UidStoreAsync(UidSet.Of(9, 1, 2, 3), StoreMode.Add, ["\\Seen", "\\Flagged"]);
        StoreResult shown = await connection.UidStoreAsync(UidSet.Of(4), StoreMode.Remove, ["\\Seen"], silent: false);
        Assert.Equal(["\\Answered"], Assert.Single(shown.Messages).Flags);
        StoreResult conditional = await connection.UidStoreAsync(UidSet.Of(4), StoreMode.Replace, ["$MDNSent"], unchangedSince: 320162338);
        Assert.Equal("4", conditional.Modified.ToString());
        script.AssertDone();
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.CommandArgumentError))]
    public async Task A_keyword_that_exchange_does_not_know_is_refused_as_it_says()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS", """
            C: A2 UID STORE 1 +FLAGS.SILENT (mylabel)
            S: A2 BAD Command Argument Error. 11
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(
            () => connection.UidStoreAsync(UidSet.Of(1), StoreMode.Add, ["mylabel"]));
        Assert.Equal((ImapStatus.Bad, "Command Argument Error. 11", "UID STORE"), (e.Status, e.ServerText, e.Command));
        Assert.False(connection.IsBroken);
    }

    [Fact]
    public async Task A_long_set_goes_in_several_commands_on_the_way_together()
    {
        // Every second UID: nothing merges into ranges.
        var uids = UidSet.Of(Enumerable.Range(0, 500).Select(i => (uint)((2 * i) + 1)));
        string first = string.Join(",", Enumerable.Range(0, 340).Select(i => (2 * i) + 1));
        string second = string.Join(",", Enumerable.Range(340, 160).Select(i => (2 * i) + 1));
        var script = new Transcript(Sessions.Inbox("UIDPLUS", $"""
            C: A2 UID STORE {first} +FLAGS.SILENT (\Seen)
            C: A3 UID STORE {second} +FLAGS.SILENT (\Seen)
            S: A2 OK done
            S: A3 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await connection.UidStoreAsync(uids, StoreMode.Add, ["\\Seen"]);
        script.AssertDone();
    }

    // RFC 4315 §3
    [Fact]
    [Quirk(nameof(ExchangeQuirks.EmptyCopyUid))]
    public async Task Copies_are_told_apart_by_copyuid_in_its_order()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS", """
            C: A2 UID COPY 2:4 Archive
            S: A2 OK [COPYUID 38505 304,319:320 3956:3958] Done
            C: A3 UID COPY 5 Archive
            S: A3 OK [COPYUID 38505  ] Done
            C: A4 UID COPY 6 Nowhere
            S: A4 NO [TRYCREATE] no such folder
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        CopyResult copied = await connection.UidCopyAsync(UidSet.Range(2, 4), "Archive");
        Assert.Equal(38505u, copied.UidValidity);
        Assert.Equal([(304u, 3956u), (319u, 3957u), (320u, 3958u)], copied.Uids.Select(p => (p.Key, p.Value)));
        Assert.Empty((await connection.UidCopyAsync(UidSet.Of(5), "Archive")).Uids);
        ImapRefusedException e = await Assert.ThrowsAsync<ImapRefusedException>(() => connection.UidCopyAsync(UidSet.Of(6), "Nowhere"));
        Assert.Equal("TRYCREATE", e.ResponseCode);
    }

    // RFC 6851 §4.3
    [Fact]
    public async Task Move_takes_copyuid_from_an_untagged_ok_and_counts_what_went()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS MOVE", """
            C: A2 UID MOVE 42:43 "Deleted Items"
            S: * OK [COPYUID 432432 42:43 1202:1203] moved
            S: * 3 EXPUNGE
            S: * 3 EXPUNGE
            S: A2 OK Done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        CopyResult moved = await connection.UidMoveAsync(UidSet.Range(42, 43), "Deleted Items");
        Assert.Equal(1203u, moved.Uids[43]);
        Assert.Equal(7u, connection.Selected!.Exists);
        script.AssertDone();
    }

    [Theory]
    [InlineData("UIDPLUS", false)]
    [InlineData("IDLE", true)]
    public async Task Without_move_it_copies_marks_and_removes_only_its_own(string capability, bool left)
    {
        string expunge = left ? "" : """

            C: A4 UID EXPUNGE 7
            S: * 7 EXPUNGE
            S: A4 OK done
            """;
        var script = new Transcript(Sessions.Inbox(capability, """
            C: A2 UID COPY 7 Archive
            S: A2 OK done
            C: A3 UID STORE 7 +FLAGS.SILENT (\Deleted)
            S: A3 OK done
            """ + expunge));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        CopyResult moved = await connection.UidMoveAsync(UidSet.Of(7), "Archive");
        Assert.Equal(left, moved.OriginalsLeftMarked);
        script.AssertDone();
    }

    [Fact]
    public async Task A_copy_that_fails_leaves_the_originals_untouched()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS", """
            C: A2 UID COPY 7 Archive
            S: A2 NO [OVERQUOTA] full
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await Assert.ThrowsAsync<ImapRefusedException>(() => connection.UidMoveAsync(UidSet.Of(7), "Archive"));
        Assert.Null(script.Unexpected);
    }

    [Fact]
    public void Sets_are_sorted_merged_and_cut()
    {
        Assert.Equal("1:3,7,9:10", UidSet.Of(9, 1, 3, 2, 10, 7, 7).ToString());
        Assert.Equal("4294967294:4294967295", UidSet.Of(uint.MaxValue, uint.MaxValue - 1).ToString());
        Assert.Equal([uint.MaxValue], UidSet.Range(uint.MaxValue, uint.MaxValue));
        Assert.Equal("", UidSet.Empty.ToString());
        Assert.True(UidSet.Of(1, 5, 6).Contains(6));
        Assert.False(UidSet.Of(1, 5, 6).Contains(4));
        Assert.Equal("1:6", UidSet.Of(1, 2, 5).Union(UidSet.Of(3, 4, 6)).ToString());
        Assert.Throws<System.ArgumentException>(() => UidSet.Of(0));
    }

    [Theory]
    [InlineData("1:9", "", "1:9")]
    [InlineData("1:9", "1:9", "")]
    [InlineData("1:9", "3,5:6", "1:2,4,7:9")]
    [InlineData("1:9", "1,9", "2:8")]
    [InlineData("5:9,20:29", "1:6,8:22,29:40", "7,23:28")]
    [InlineData("1:3,7:9", "4:6", "1:3,7:9")]
    [InlineData("4294967290:4294967295", "4294967295", "4294967290:4294967294")]
    public void A_set_without_another(string all, string without, string left) =>
        Assert.Equal(left, Set(all).Except(Set(without)).ToString());

    [Fact]
    public void A_set_grows_in_any_order_and_knows_what_it_has()
    {
        var random = new System.Random(7);
        for (int run = 0; run < 50; run++)
        {
            var uids = Enumerable.Range(0, 200).Select(_ => (uint)random.Next(1, 120)).Append(uint.MaxValue).ToArray();
            var builder = new UidSetBuilder();
            var known = new HashSet<uint>();
            Assert.All(uids, uid => Assert.Equal(known.Add(uid), builder.Add(uid)));
            Assert.Equal(UidSet.Of(uids).ToString(), builder.ToSet().ToString());
        }
    }

    private static UidSet Set(string text) => text.Length == 0 ? UidSet.Empty : text.Split(',').Select(part => part.Split(':'))
        .Aggregate(UidSet.Empty, (set, range) => set.Union(UidSet.Range(
            uint.Parse(range[0], System.Globalization.CultureInfo.InvariantCulture), uint.Parse(range[^1], System.Globalization.CultureInfo.InvariantCulture))));
}
