using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;
using static OutlookMail.Tests.Mailboxes.MailboxWorld;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Mailboxes;

public sealed class WatchTests(Servers servers) : IClassFixture<Servers>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    public static TheoryData<On> Everywhere => [On.Exchange, On.Standard, On.Dovecot];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task What_happens_is_told_in_its_order_each_once(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("old 1"), new TestMail("old 2"));
        await using var watch = await Watched.StartAsync(world, folder);

        await world.AppendAsync(folder, new TestMail("new 3"), new TestMail("new 4"));
        Assert.Equal(["New 3 new 3", "New 4 new 4"], await watch.NextAsync(2));
        await using var other = await world.OpenAsync(folder);
        await other.UidStoreAsync(UidSet.Of(2u), StoreMode.Add, ["\\Flagged"], cancellationToken: Ct);
        Assert.Equal(["FlagsChanged 2 old 2"], await watch.NextAsync(1));
        await other.UidStoreAsync(UidSet.Of(1u, 3u), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
        Assert.Equal(["FlagsChanged 1 old 1", "FlagsChanged 3 new 3"], (await watch.NextAsync(2)).Order());
        await other.ExpungeAsync(Ct);
        Assert.Equal(["Removed 1", "Removed 3"], (await watch.NextAsync(2)).Order());
        await world.AppendAsync(folder, new TestMail("new 5"));
        Assert.Equal(["New 5 new 5"], await watch.NextAsync(1));
    }

    [Theory]
    [InlineData(On.Exchange)]
    [InlineData(On.Standard)]
    public async Task What_happens_while_the_connection_is_away_is_told_after_it_and_nothing_twice(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, Enumerable.Range(1, 20).Select(n => new TestMail($"old {n}")).ToArray());
        await using var watch = await Watched.StartAsync(world, folder);
        var random = new Random(20261122);
        var expected = new List<string>();
        // Only messages that were told can be missed: what comes and goes between two connections is nobody's news.
        var old = Enumerable.Range(1, 20).Select(n => (uint)n).ToList();
        var next = 21u;

        for (var round = 0; round < 12; round++)
        {
            if (round % 3 != 2)
            {
                world.Sandbox.DropConnections();
            }

            var gone = old[random.Next(old.Count)];
            await using (var other = await world.OpenAsync(folder))
            {
                await other.UidStoreAsync(UidSet.Of(gone), StoreMode.Add, ["\\Deleted"], silent: true, cancellationToken: Ct);
                await other.UidExpungeAsync(UidSet.Of(gone), Ct);
            }

            old.Remove(gone);
            await world.AppendAsync(folder, new TestMail($"new {next}"));
            expected.Add($"Removed {gone}");
            expected.Add($"New {next} new {next}");
            next++;
        }

        var told = new List<string>();
        while (expected.Except(told).Any())
        {
            told.AddRange(await watch.NextAsync(1));
        }

        // A message may be seen marked before it goes.
        Assert.Equal(expected.Order(), told.Where(one => !one.StartsWith("FlagsChanged", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData(On.Exchange)]
    [InlineData(On.Standard)]
    public async Task A_watch_of_days_outlives_its_tokens_its_connections_and_the_machine_s_sleep_and_tells_each_mail_once(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("old"));
        await using var watch = await Watched.StartAsync(world, folder);
        var told = new List<string>();

        // Three days: each hour a token ends, every third the connections go too, and once the machine sleeps for a night.
        for (var hour = 0; hour < 24; hour++)
        {
            world.Sandbox.Clock.Advance(TimeSpan.FromHours(hour == 12 ? 48 : 1));
            if (hour % 3 == 0)
            {
                world.Sandbox.DropConnections();
            }

            world.Sandbox.Store.Mailbox(world.Session.Mailbox).Folder(folder).Append($"Subject: mail {hour}\r\n\r\nx\r\n");
            told.AddRange(await watch.NextAsync(1));
        }

        Assert.Equal(Enumerable.Range(0, 24).Select(hour => $"New {hour + 2} mail {hour}"), told);
    }

    [Fact]
    public async Task A_folder_that_is_renumbered_is_said_to_be_and_watched_on()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.FolderAsync("F", new TestMail("old"));
        await using var watch = await Watched.StartAsync(world, "F");

        await using (var other = await world.OpenAsync())
        {
            await other.DeleteAsync("F", Ct);
            await other.CreateAsync("F", cancellationToken: Ct);
        }

        world.Sandbox.DropConnections();
        var told = new List<string>();
        while (!told.Contains("Renumbered 0"))
        {
            told.AddRange(await watch.NextAsync(1));
        }

        await world.AppendAsync("F", new TestMail("after"));
        Assert.Equal(["New 1 after"], await watch.NextAsync(1));
        Assert.DoesNotContain(told, one => one.StartsWith("New", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(On.Exchange)]
    [InlineData(On.Dovecot)]
    public async Task Several_folders_are_one_stream_and_kinds_are_chosen(On server)
    {
        await using var world = await StartAsync(server, servers);
        var a = await world.FolderAsync(world.Unique + "a", new TestMail("old"));
        var b = await world.FolderAsync(world.Unique + "b");
        await using var watch = await Watched.StartAsync(world, request => (request.Folders, request.Kinds) = ([world.Unique + "*"], [OutlookMailboxEventKind.New]), connections: 2);

        await using (var other = await world.OpenAsync(a))
        {
            await other.UidStoreAsync(UidSet.Of(1u), StoreMode.Add, ["\\Seen"], cancellationToken: Ct);
        }

        await world.AppendAsync(b, new TestMail("in b"));
        Assert.Equal(["New 1 in b"], await watch.NextAsync(1));
        await world.AppendAsync(a, new TestMail("in a"));
        Assert.Equal(["New 2 in a"], await watch.NextAsync(1));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_ends_the_watch_with_its_error_and_too_many_do_not_begin_it()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        async Task<string> EndAsync(string folder) => (await Assert.ThrowsAsync<OutlookMailException>(async () =>
            await world.Client.WatchAsync(world.Session, new WatchRequest { Folders = [folder] }, new RecordedMailboxEvents(), Ct).CountAsync(Ct))).ErrorId;

        Assert.Equal(ErrorIds.FolderNotFound, await EndAsync("Nowhere"));
        Assert.Equal(ErrorIds.TooManyFolders, await EndAsync("*"));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_mail_that_came_a_moment_before_is_found_and_one_that_comes_is_waited_for(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("before 123"), new TestMail("other"));
        MailQuery Query(string subject) => new() { Folder = folder, Subject = subject };
        Task<OutlookMessage> WaitAsync(string subject) => world.Client.WaitForMailAsync(world.Session, Query(subject), TimeSpan.FromMinutes(2), Soon, new RecordedMailboxEvents(), Ct);

        Assert.Equal("before 123", (await WaitAsync("before")).Subject);
        var waiting = WaitAsync("after");
        await world.AppendAsync(folder, new TestMail("nothing"));
        await world.AppendAsync(folder, new TestMail("after 456"));
        Assert.Equal("after 456", (await waiting).Subject);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task What_a_watch_tells_can_be_read_and_changed_over_a_connection_that_opened_the_folder_before(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("old"));
        await world.ListAsync(new MailQuery { Folder = folder });
        var uid = Assert.Single(await world.AppendAsync(folder, new TestMail("new")));
        var message = new OutlookMessage(world.Session, folder, (await world.ListAsync(new MailQuery { Folder = folder }))[0].UidValidity, uid + 1);
        await world.AppendAsync(folder, new TestMail("newer"));

        Assert.Equal("newer", Assert.Single(await world.Client.GetContentAsync([message], Ct).ToListAsync(Ct)).Subject);
        var events = new RecordedMailboxEvents();
        await world.AppendAsync(folder, new TestMail("newest"));
        Assert.Single(await world.Client.SetFlagsAsync([message.At(folder, message.UidValidity, uid + 2)], new FlagChange { Read = true }, events, Ct).ToListAsync(Ct));
        Assert.Empty(events.Failures);
    }

    [Fact]
    public async Task A_wait_outlives_its_connection()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        var waiting = world.Client.WaitForMailAsync(world.Session, new MailQuery { Subject = "code" }, TimeSpan.FromMinutes(2), Soon, new RecordedMailboxEvents(), Ct);
        for (var i = 0; i < 3; i++)
        {
            await world.AppendAsync("INBOX", new TestMail($"other {i}"));
            world.Sandbox.DropConnections();
        }

        await world.AppendAsync("INBOX", new TestMail("code 1"));
        Assert.Equal("code 1", (await waiting).Subject);
    }

    [Fact]
    public async Task Waiting_in_vain_is_WaitTimedOut()
    {
        await using var world = await StartAsync(On.Exchange, servers);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.Client.WaitForMailAsync(world.Session, new MailQuery { Subject = "never" }, Soon, Soon, new RecordedMailboxEvents(), Ct));

        Assert.Equal((ErrorIds.WaitTimedOut, OutlookErrorCategory.OperationTimeout), (error.ErrorId, error.Category));
    }

    /// <summary>A watch that has begun.</summary>
    private sealed class Watched : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        private readonly IAsyncEnumerator<OutlookMailboxEvent> events;
        private Task<bool> next;

        private Watched(MailboxWorld world, WatchRequest request, BegunEvents begun)
        {
            events = world.Client.WatchAsync(world.Session, request, begun, stop.Token).GetAsyncEnumerator(stop.Token);
            next = events.MoveNextAsync().AsTask();
        }

        public static Task<Watched> StartAsync(MailboxWorld world, string folder) => StartAsync(world, request => request.Folders = [folder], 1);

        public static async Task<Watched> StartAsync(MailboxWorld world, Action<WatchRequest> change, int connections)
        {
            var request = new WatchRequest { Poll = Soon };
            change(request);
            var begun = new BegunEvents(connections);
            var watched = new Watched(world, request, begun);
            await begun.All.WaitAsync(TimeSpan.FromMinutes(1), Ct);
            return watched;
        }

        public async Task<List<string>> NextAsync(int count)
        {
            var told = new List<string>();
            for (; count > 0; count--)
            {
                Assert.True(await next.WaitAsync(TimeSpan.FromMinutes(1), Ct));
                told.Add($"{events.Current.Kind} {events.Current.Uid} {events.Current.Message?.Subject}".TrimEnd());
                next = events.MoveNextAsync().AsTask();
            }

            return told;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Task.WhenAny(next);
            await events.DisposeAsync();
            stop.Dispose();
        }
    }

    /// <summary>Sees each folder's watch begin.</summary>
    private sealed class BegunEvents(int folders) : IMailboxEvents
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left = folders;

        public Task All => all.Task;

        public void Verbose(string text)
        {
            if (text.Contains("asked every", StringComparison.Ordinal) && Interlocked.Decrement(ref left) == 0)
            {
                all.TrySetResult();
            }
        }

        public void Warning(string text)
        {
        }

        public void Failed(OutlookMailException failure)
        {
        }

        public void Progress(long done, long? all)
        {
        }
    }
}
