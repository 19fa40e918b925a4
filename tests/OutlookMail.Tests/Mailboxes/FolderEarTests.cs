using System;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Tests.Imap;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;

namespace OutlookMail.Tests.Mailboxes;

/// <summary>A watch's waiting, on a clock that stands still: what happens in it within days.</summary>
public sealed class FolderEarTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromMinutes(2);

    // Set when the server has taken IDLE, and by nothing before that.
    private static readonly TimeSpan IdleRenewal = TimeSpan.FromMinutes(20);

    [Fact]
    public async Task An_IDLE_that_says_nothing_is_asked_and_what_the_answer_brings_is_news()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            C: DONE
            S: A2 OK done
            C: A3 NOOP
            S: * 10 EXISTS
            S: A3 OK done
            """));
        await using var world = await World.StartAsync(script);

        var listening = world.ListenAsync();
        await world.Time.ArmedForAsync(IdleRenewal);
        world.Time.Advance(Poll);
        await listening;

        Assert.Equal(MailboxChangeKind.Exists, Assert.Single(world.Ear.News).Kind);
        script.AssertDone();
    }

    [Fact]
    public async Task What_IDLE_says_is_news_at_once()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            S: * 3 EXPUNGE
            C: DONE
            S: A2 OK done
            """));
        await using var world = await World.StartAsync(script);

        await world.ListenAsync();

        Assert.Equal(3u, Assert.Single(world.Ear.News).Number);
        script.AssertDone();
    }

    [Fact]
    public async Task A_server_without_IDLE_is_asked_from_time_to_time()
    {
        var script = new Transcript(Sessions.Inbox("UIDPLUS", """
            C: A2 NOOP
            S: A2 OK nothing
            C: A3 NOOP
            S: * 10 EXISTS
            S: A3 OK done
            """));
        await using var world = await World.StartAsync(script);
        for (var i = 0; i < 2; i++)
        {
            Assert.Empty(world.Ear.News);
            var listening = world.ListenAsync();
            await world.Time.ArmedWithinAsync(Poll);
            world.Time.Advance(Poll);
            await listening;
        }

        Assert.Single(world.Ear.News);
        script.AssertDone();
    }

    [Fact]
    public async Task After_a_sleep_the_connection_is_given_up()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            C: DONE
            S: A2 OK done
            """));
        await using var world = await World.StartAsync(script);

        var listening = world.ListenAsync();
        await world.Time.ArmedForAsync(IdleRenewal);
        world.Time.Advance(TimeSpan.FromHours(9));

        await Assert.ThrowsAnyAsync<ConnectionBrokenException>(() => listening);
    }

    [Fact]
    public async Task In_another_network_the_server_is_asked_at_once_and_heard_on()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            C: DONE
            S: A2 OK done
            C: A3 NOOP
            S: A3 OK nothing
            C: A4 IDLE
            S: + idling
            S: * 10 EXISTS
            C: DONE
            S: A4 OK done
            """));
        await using var world = await World.StartAsync(script);

        var listening = world.ListenAsync();
        await world.Time.ArmedForAsync(IdleRenewal);
        world.Ear.NetworkChanged();
        await listening;
        Assert.Empty(world.Ear.News);
        await world.ListenAsync();

        Assert.Single(world.Ear.News);
        script.AssertDone();
    }

    [Fact]
    public async Task In_a_network_without_the_server_the_connection_is_given_up()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            C: DONE
            S: A2 OK done
            C: A3 NOOP
            """)) { StaysOpen = true };
        await using var world = await World.StartAsync(script);

        var listening = world.ListenAsync();
        await world.Time.ArmedForAsync(IdleRenewal);
        world.Ear.NetworkChanged();
        while (!listening.IsCompleted)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Assert.ThrowsAnyAsync<ConnectionBrokenException>(() => listening);
    }

    [Fact]
    public async Task A_connection_whose_token_ends_is_left_in_time()
    {
        var script = new Transcript(Sessions.Inbox("IDLE", """
            C: A2 IDLE
            S: + idling
            C: DONE
            S: A2 OK done
            """));
        await using var world = await World.StartAsync(script, renewIn: TimeSpan.FromMinutes(1));

        var listening = world.ListenAsync();
        await world.Time.ArmedForAsync(IdleRenewal);
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await Assert.ThrowsAsync<TokenEndsException>(() => listening);
    }

    private sealed class World : IAsyncDisposable
    {
        private readonly ImapConnection imap;

        private World(ManualTime time, ImapConnection imap, FolderEar ear) => (Time, this.imap, Ear) = (time, imap, ear);

        public ManualTime Time { get; }

        public FolderEar Ear { get; }

        public static async Task<World> StartAsync(Transcript script, TimeSpan? renewIn = null)
        {
            var time = new ManualTime();
            var imap = await Sessions.InboxAsync(script, new WireOptions { Time = time });
            return new World(time, imap, new FolderEar(new WatchTurn(imap, imap.Selected!, time.GetUtcNow() + renewIn), Poll, time));
        }

        public Task ListenAsync() => Task.Run(() => Ear.ListenAsync(CancellationToken.None));

        public async ValueTask DisposeAsync()
        {
            Ear.Dispose();
            await imap.DisposeAsync();
        }
    }
}
