using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class LeavingEarlyTests
{
    private const string TwoChunks = """
        C: A2 UID FETCH 1:8 (UID RFC822.SIZE)
        S: * 8 FETCH (UID 8 RFC822.SIZE 88)
        C: A3 UID FETCH 9:16 (UID RFC822.SIZE)
        S: A2 OK done
        S: * 9 FETCH (UID 9 RFC822.SIZE 99)
        S: * 10 FETCH (UID 10 RFC822.SIZE 11)
        S: A3 OK done
        C: A4 UID SEARCH ALL
        S: * SEARCH 1 2 9
        S: A4 OK done
        """;

    [Fact]
    public async Task The_next_command_goes_when_the_last_message_of_the_one_before_arrives()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID FETCH 1:8 (UID RFC822.SIZE)
            S: * 1 FETCH (UID 1 RFC822.SIZE 1)
            S: * 8 FETCH (UID 8 RFC822.SIZE 1)
            C: A3 UID FETCH 9:24 (UID RFC822.SIZE)
            S: * 9 FETCH (UID 9 RFC822.SIZE 1)
            S: A2 OK done
            S: A3 OK done
            C: A4 UID FETCH 25:40 (UID RFC822.SIZE)
            S: A4 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await foreach (FetchedMessage _ in connection.UidFetchAsync(UidSet.Range(1, 40), FetchItems.Size))
        {
        }

        script.AssertDone();
    }

    [Fact]
    public async Task What_is_owed_is_read_and_the_connection_lives_on()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", TwoChunks));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await foreach (FetchedMessage message in connection.UidFetchAsync(UidSet.Range(1, 16), FetchItems.Size))
        {
            if (message.Uid == 9)
            {
                break;
            }
        }

        Assert.Equal([1u, 2u, 9u], await connection.UidSearchAsync(SearchQuery.All));
        script.AssertDone();
    }

    [Fact]
    public async Task A_cancelled_enumeration_drains_as_well()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", TwoChunks));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (FetchedMessage message in connection.UidFetchAsync(UidSet.Range(1, 16), FetchItems.Size, cancel.Token))
            {
                if (message.Uid == 9)
                {
                    cancel.Cancel();
                }
            }
        });
        Assert.Equal(3, (await connection.UidSearchAsync(SearchQuery.All)).Count);
        script.AssertDone();
    }

    [Fact]
    public async Task A_body_left_half_way_is_dropped_and_the_next_command_finds_its_answer()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID FETCH 1 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 1 FETCH (UID 1 BODY[] {100000}
            S@100000
            S:  FLAGS ())
            S: A2 OK done
            C: A3 UID SEARCH ALL
            S: * SEARCH 1
            S: A3 OK done
            """)) { Piece = 999 };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        FetchedBody? kept = null;
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Range(1, 3)))
        {
            kept = body;
            await body.OpenRead().ReadExactlyAsync(new byte[10]);
            break;
        }

        Assert.Equal([1u], await connection.UidSearchAsync(SearchQuery.All));
        await Assert.ThrowsAsync<InvalidOperationException>(() => kept!.CopyToAsync(Stream.Null));
        script.AssertDone();
    }

    [Fact]
    public async Task More_than_the_limit_breaks_the_connection_at_once()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID FETCH 1 (UID FLAGS INTERNALDATE BODY.PEEK[])
            S: * 1 FETCH (UID 1 BODY[] {100000000}
            S@5000
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        await foreach (FetchedBody _ in connection.UidFetchBodyAsync(UidSet.Range(1, 3)))
        {
            break;
        }

        Assert.True(connection.IsBroken);
        await Assert.ThrowsAsync<ConnectionBrokenException>(() => connection.UidSearchAsync(SearchQuery.All));
    }

    [Fact]
    public async Task A_server_that_does_not_send_what_it_owes_is_given_up_after_the_time()
    {
        var time = new ManualTime();
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID FETCH 1:3 (UID RFC822.SIZE)
            S: * 1 FETCH (UID 1 RFC822.SIZE 11)
            """)) { StaysOpen = true };
        await using ImapConnection connection = await Sessions.InboxAsync(script, new WireOptions { Time = time });
        var messages = connection.UidFetchAsync(UidSet.Range(1, 3), FetchItems.Size).GetAsyncEnumerator();
        Assert.True(await messages.MoveNextAsync());
        Task leaving = messages.DisposeAsync().AsTask();
        await time.Armed;
        Assert.False(connection.IsBroken);
        time.Advance(TimeSpan.FromMilliseconds(251));
        await leaving;
        Assert.True(connection.IsBroken);
    }

    [Fact]
    public async Task A_cancelled_command_reads_its_answer_and_the_connection_lives_on()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID SEARCH ALL
            """)) { StaysOpen = true };
        var time = new ManualTime();
        await using ImapConnection connection = await Sessions.InboxAsync(script, new WireOptions { Time = time });
        using var cancel = new CancellationTokenSource();
        Task search = connection.UidSearchAsync(SearchQuery.All, cancel.Token);
        cancel.Cancel();
        await time.ArmedWithinAsync(TimeSpan.FromMilliseconds(250));
        script.Say("* SEARCH 1\r\nA2 OK done\r\n");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);
        Assert.False(connection.IsBroken);
    }

    [Fact]
    public async Task A_cancel_while_a_command_is_written_keeps_the_connection()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 UID FETCH 1:8 (UID RFC822.SIZE)
            S: * 8 FETCH (UID 8 RFC822.SIZE 1)
            S: A2 OK done
            C: A3 NOOP
            S: A3 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        using var cancel = new CancellationTokenSource();
        // The write that has begun ends, and the answer it is owed is read.
        script.OnWrite = cancel.Cancel;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (FetchedMessage _ in connection.UidFetchAsync(UidSet.Range(1, 40), FetchItems.Size, cancel.Token))
            {
            }
        });
        Assert.False(connection.IsBroken);
        script.OnWrite = null;
        await connection.NoopAsync();
        script.AssertDone();
    }
}
