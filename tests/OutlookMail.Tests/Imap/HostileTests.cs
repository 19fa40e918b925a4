using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class HostileTests
{
    private const string Download = """
        C: A2 UID FETCH 1 (UID FLAGS INTERNALDATE BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {200}
        S@200
        S:  FLAGS ())
        S: A2 OK done
        C: A3 UID FETCH 2 (UID FLAGS INTERNALDATE BODY.PEEK[])
        S: * 2 FETCH (UID 2 BODY[] {30}
        S@30
        S: )
        S: A3 OK done
        """;

    [Fact]
    public async Task A_server_that_stops_anywhere_is_a_broken_connection_and_never_an_end()
    {
        int total = new Transcript(Sessions.Inbox("IDLE", Download)).TotalServerOctets;
        for (int cut = 0; cut < total; cut++)
        {
            var script = new Transcript(Sessions.Inbox("IDLE", Download)) { CutAfter = cut };
            await Assert.ThrowsAsync<ConnectionBrokenException>(async () =>
            {
                await using ImapConnection connection = await Sessions.InboxAsync(script);
                await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(1, 2)))
                {
                    using var memory = new MemoryStream();
                    await body.CopyToAsync(memory);
                    Assert.Equal(body.Length, memory.Length);
                }
            });
        }

        var whole = new Transcript(Sessions.Inbox("IDLE", Download)) { CutAfter = total };
        await using ImapConnection last = await Sessions.InboxAsync(whole);
        Assert.Equal(2, await last.UidFetchBodyAsync(UidSet.Of(1, 2)).CountAsync());
    }

    [Theory]
    [InlineData("S: A9 OK a tag nobody sent")]
    [InlineData("S: hello")]
    [InlineData("S: + go on with what")]
    [InlineData("S: A2 WHAT is this")]
    [InlineData("S: * 1 FETCH (UID)")]
    [InlineData("S: * 1 FETCH (FLAGS \"x\")")]
    [InlineData("S: * 1 FETCH (UID 99999999999)")]
    public async Task What_the_grammar_does_not_allow_is_a_protocol_error(string line)
    {
        var script = new Transcript(Sessions.Inbox("IDLE", "C: A2 UID FETCH 1 (UID RFC822.SIZE)\n" + line)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await Assert.ThrowsAsync<ServerProtocolException>(async () => await connection.UidFetchAsync(UidSet.Of(1), FetchItems.Size).CountAsync());
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task Too_many_capabilities_meet_the_limit()
    {
        string many = string.Join(" ", Enumerable.Range(0, ImapCapabilities.MaxCount + 1).Select(i => "X" + i));
        await Assert.ThrowsAsync<ServerProtocolException>(() => new Transcript($"S: * OK [CAPABILITY {many}] hi").OpenAsync());
    }

    [Theory]
    [InlineData(40, true)]
    [InlineData(5000, false)]
    public async Task Deep_structures_are_given_up_and_the_rest_of_the_message_is_not(int depth, bool read)
    {
        var structure = new StringBuilder("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 1 1)");
        for (int i = 0; i < depth; i++)
        {
            structure.Insert(0, '(').Append(" \"mixed\")");
        }

        var script = new Transcript(Sessions.Inbox("IDLE", $"""
            C: A2 UID FETCH 1 (UID RFC822.SIZE BODYSTRUCTURE)
            S: * 1 FETCH (BODYSTRUCTURE {structure} RFC822.SIZE 77 UID 1)
            S: A2 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        FetchedMessage message = await connection.UidFetchAsync(UidSet.Of(1), FetchItems.Size | FetchItems.BodyStructure).SingleAsync();
        Assert.Equal(77, message.Size);
        Assert.Equal(read, message.BodyStructure is not null);
    }

    [Fact]
    public async Task A_silent_server_meets_the_response_timeout()
    {
        var time = new ManualTime();
        var script = new Transcript(Sessions.Inbox("IDLE", "C: A2 UID SEARCH ALL")) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script, new WireOptions { Time = time, ResponseTimeout = TimeSpan.FromSeconds(20) });
        Task search = connection.UidSearchAsync(SearchQuery.All);
        await time.Armed;
        time.Advance(TimeSpan.FromSeconds(21));
        ConnectionBrokenException e = await Assert.ThrowsAsync<ConnectionBrokenException>(() => search);
        Assert.True(e.TimedOut);
    }

    [Theory]
    [InlineData("INBOX\r\nA9 DELETE x")]
    [InlineData("a\0b")]
    public async Task A_folder_name_cannot_become_a_second_command(string name)
    {
        var script = new Transcript(Sessions.Inbox("IDLE", "")) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await Assert.ThrowsAsync<ArgumentException>(() => connection.SelectAsync(name, false));
        await Assert.ThrowsAsync<ArgumentException>(() => connection.ListAsync("", name));
        Assert.Null(script.Unexpected);
        Assert.False(connection.IsBroken);
    }
}
