using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

// RFC 3502
public class MultiAppendTests
{
    [Fact]
    public async Task Messages_travel_in_one_command_and_each_gets_its_uid()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS LITERAL+ MULTIAPPEND", """
            C: A2 APPEND Drafts (\Seen) {20+}
            C@20
            C,  {5+}
            C: 
            C@5
            C,  (\Draft) " 1-Nov-2026 07:31:00 +0100" {7+}
            C: 
            C@7
            C: 
            S: A2 OK [APPENDUID 14 101:102,104] done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        AppendMessage[] messages =
        [
            new(Transcript.Body(20)) { Flags = ["\\Seen"] },
            new(async (stream, ct) => await stream.WriteAsync(Transcript.Body(5), ct), 5),
            new(Transcript.Body(7)) { Flags = ["\\Draft"], InternalDate = new DateTimeOffset(2026, 11, 1, 7, 31, 0, TimeSpan.FromHours(1)) },
        ];
        List<AppendResult> results = await connection.AppendAsync("Drafts", messages).ToListAsync();
        Assert.Equal([101u, 102u, 104u], results.Select(r => r.Uid));
        Assert.All(results, r => Assert.Equal(14u, r.UidValidity));
        Assert.Equal(messages, results.Select(r => r.Message));
        script.AssertDone();
    }

    [Fact]
    public async Task Without_literal_plus_each_message_waits_for_the_servers_word()
    {
        var script = new Transcript(Sessions.Inbox("MULTIAPPEND", """
            C: A2 APPEND Drafts {20}
            S: + go
            C@20
            C:  {5}
            S: + go
            C@5
            C: 
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var results = await connection.AppendAsync("Drafts", [new(Transcript.Body(20)), new(Transcript.Body(5))]).ToListAsync();
        Assert.All(results, r => Assert.Null(r.Refusal));
        script.AssertDone();
    }

    [Fact]
    public async Task A_group_that_is_refused_for_one_message_is_asked_for_one_by_one()
    {
        var script = new Transcript(Sessions.Inbox("LITERAL+ MULTIAPPEND", """
            C: A2 APPEND Drafts {20+}
            C@20
            C:  {5+}
            C@5
            C: 
            S: A2 NO [LIMIT] one of them is bad
            C: A3 APPEND Drafts {20+}
            C@20
            C: 
            S: A3 OK [APPENDUID 14 7] done
            C: A4 APPEND Drafts {5+}
            C@5
            C: 
            S: A4 NO [LIMIT] this one
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var results = await connection.AppendAsync("Drafts", [new(Transcript.Body(20)), new(Transcript.Body(5))]).ToListAsync();
        Assert.Equal([null, "LIMIT"], results.Select(r => r.Refusal?.ResponseCode));
        Assert.Equal([7u, 0u], results.Select(r => r.Uid));
        script.AssertDone();
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_said_once_for_all()
    {
        var script = new Transcript(Sessions.Inbox("MULTIAPPEND", """
            C: A2 APPEND Nowhere {20}
            S: A2 NO [TRYCREATE] no such folder
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var results = await connection.AppendAsync("Nowhere", [new(Transcript.Body(20)), new(Transcript.Body(5))]).ToListAsync();
        Assert.Equal(["TRYCREATE", "TRYCREATE"], results.Select(r => r.Refusal?.ResponseCode));
        Assert.Null(script.Unexpected);
    }

    [Fact]
    public async Task One_that_is_too_large_is_never_sent_and_spoils_no_group()
    {
        var script = new Transcript(Sessions.Inbox("LITERAL+ MULTIAPPEND APPENDLIMIT=10", """
            C: A2 APPEND Drafts {5+}
            C@5
            C: 
            C: A3 APPEND Drafts {6+}
            C@6
            C:  {7+}
            C@7
            C: 
            S: A2 OK done
            S: A3 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var results = await connection.AppendAsync(
            "Drafts", [new(Transcript.Body(5)), new(Transcript.Body(11)), new(Transcript.Body(6)), new(Transcript.Body(7))]).ToListAsync();
        Assert.Equal([null, "TOOBIG", null, null], results.Select(r => r.Refusal?.ResponseCode));
        script.AssertDone();
    }

    [Fact]
    public async Task A_server_that_ends_in_the_middle_of_a_group_has_taken_nothing_and_says_nothing()
    {
        var script = new Transcript(Sessions.Inbox("LITERAL+ MULTIAPPEND", """
            C: A2 APPEND Drafts {20+}
            C@20
            C:  {5+}
            C@5
            C: 
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await Assert.ThrowsAsync<ConnectionBrokenException>(async () =>
            await connection.AppendAsync("Drafts", [new(Transcript.Body(20)), new(Transcript.Body(5))]).CountAsync());
    }

    // RFC 6855 §4
    [Theory]
    [InlineData("LITERAL+ MULTIAPPEND BINARY", "C: A2 APPEND INBOX {9+}|C@9|C,  ~{9+}|C: |C@9|C: |S: A2 OK done", null)]
    [InlineData("LITERAL+ MULTIAPPEND", "C: A2 APPEND INBOX {9+}|C@9|C: |S: A2 OK done", "UNKNOWN-CTE")]
    public async Task A_binary_message_is_announced_as_one_or_not_sent(string capabilities, string turns, string? refusal)
    {
        var script = new Transcript(Sessions.Inbox(capabilities, turns.Replace('|', '\n') + "\n"));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        AppendMessage[] messages = [new(Transcript.Body(9)), new(Transcript.Body(9)) { IsBinary = true }];
        var results = await connection.AppendAsync("INBOX", messages).ToListAsync();
        Assert.Equal([null, refusal], results.Select(result => result.Refusal?.ResponseCode));
        script.AssertDone();
    }

    [Fact]
    public async Task Header_fields_in_utf8_are_announced_once_the_server_takes_them()
    {
        var script = new Transcript("""
            S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT LITERAL+] hi
            C: A1 APPEND INBOX {9+}
            C@9
            C: 
            S: A1 OK done
            C: A2 ENABLE UTF8=ACCEPT
            S: * ENABLED UTF8=ACCEPT
            S: A2 OK done
            C: A3 APPEND INBOX (\Seen) UTF8 (~{9+}
            C@9
            C: )
            S: A3 OK done
            """);
        await using ImapConnection connection = await script.OpenAsync();
        var message = new AppendMessage(Transcript.Body(9)) { HasUtf8Fields = true };
        await connection.AppendAsync("INBOX", message);
        await connection.EnableAsync(["UTF8=ACCEPT"]);
        await connection.AppendAsync("INBOX", new AppendMessage(Transcript.Body(9)) { HasUtf8Fields = true, Flags = ["\\Seen"] });
        script.AssertDone();
    }
}
