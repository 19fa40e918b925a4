using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Tests.Client.Quirks;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Imap;

public class IdleTests
{
    [Fact]
    public async Task News_arrive_and_leaving_ends_idle()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            S: * 10 EXISTS
            S: * 3 FETCH (FLAGS (\Seen) UID 77)
            S: * OK still here
            S: * 2 EXPUNGE
            C: DONE
            S: * 11 EXISTS
            S: A2 OK done
            C: A3 NOOP
            S: A3 OK done
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        var news = new List<(MailboxChangeKind, uint, uint)>();
        await foreach (MailboxChange change in connection.IdleAsync())
        {
            news.Add((change.Kind, change.Number, change.Uid));
            if (change.Kind == MailboxChangeKind.Expunge)
            {
                break;
            }
        }

        Assert.Equal([(MailboxChangeKind.Exists, 10u, 0u), (MailboxChangeKind.Flags, 3u, 77u), (MailboxChangeKind.Expunge, 2u, 0u)], news);
        await connection.NoopAsync();
        Assert.Equal(11u, connection.Selected!.Exists);
        script.AssertDone();
    }

    [Fact]
    public async Task Cancelling_ends_idle_with_done_and_the_connection_lives_on()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            C: DONE
            S: A2 OK done
            C: A3 NOOP
            S: A3 OK done
            """));
        var time = new ManualTime();
        await using ImapConnection connection = await Sessions.InboxAsync(script, new WireOptions { Time = time });
        using var cancel = new CancellationTokenSource();
        Task waiting = Task.Run(async () =>
        {
            await foreach (MailboxChange _ in connection.IdleAsync(cancel.Token))
            {
            }
        });
        await time.ArmedWithinAsync(TimeSpan.FromMinutes(20));
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await connection.NoopAsync();
        script.AssertDone();
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.UnknownIdleLimit))]
    public async Task Idle_is_renewed_before_the_server_gives_up()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            C: DONE
            S: A2 OK done
            C: A3 IDLE
            S: + idling
            S: * 12 EXISTS
            C: DONE
            S: A3 OK done
            """));
        var time = new ManualTime();
        await using ImapConnection connection = await Sessions.InboxAsync(script, new WireOptions { Time = time });
        var news = connection.IdleAsync().GetAsyncEnumerator();
        ValueTask<bool> first = news.MoveNextAsync();
        while (!first.IsCompleted)
        {
            await time.ArmedWithinAsync(TimeSpan.FromMinutes(30));
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.True(await first);
        Assert.Equal(12u, news.Current.Number);
        await news.DisposeAsync();
        script.AssertDone();
    }

    [Fact]
    public async Task A_bye_while_idling_is_a_bye()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            S: * BYE Connection is closed. 13
            """));
        await using ImapConnection connection = await Sessions.InboxAsync(script);
        ImapByeException e = await Assert.ThrowsAsync<ImapByeException>(async () =>
        {
            await foreach (MailboxChange _ in connection.IdleAsync())
            {
            }
        });
        Assert.Equal("Connection is closed. 13", e.ServerText);
    }
}
