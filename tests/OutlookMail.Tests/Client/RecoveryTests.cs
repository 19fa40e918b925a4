using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Tests.Client.Quirks;
using OutlookMail.Tests.Wire;
using OutlookMail.Wire;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Client;

public class RecoveryTests
{
    [Fact]
    public async Task A_listing_survives_a_cut_at_any_point_and_gives_each_message_once()
    {
        await using var world = await StartAsync();
        Fill(world, 40);
        await using var proxy = new CuttingProxy(world.Sandbox.Info.ImapPort);
        var session = await SignInAsync(world, proxy);
        var expected = Enumerable.Range(1, 40).Reverse().Select(n => $"Mail {n}").ToArray();

        // TLS's own octets come first: some cuts meet the handshake, some AUTHENTICATE, some the answers.
        for (var cut = 500; cut < 30_000; cut += 1_237)
        {
            proxy.Cut();
            proxy.CutNextAfter(cut, cut + 400, cut + 800);
            Assert.Equal(expected, await SubjectsAsync(world, session));
        }
    }

    [Fact]
    public async Task A_download_that_is_cut_goes_on_where_it_ended()
    {
        await using var world = await StartAsync();
        var large = Large(3_000_000);
        var inbox = Inbox(world);
        inbox.Append(large);
        inbox.Append(Mail("small"));
        await using var proxy = new CuttingProxy(world.Sandbox.Info.ImapPort);
        var live = Live(world, await SignInAsync(world, proxy));
        proxy.Cut();
        proxy.CutNextAfter(1_000_000, 1_000_000, 1_000_000);
        var got = new List<byte[]>();

        await foreach (var body in live.Imap.DownloadAsync(new FolderAt("INBOX"), UidSet.Range(1, 2), null, Ct))
        {
            using var memory = new MemoryStream();
            await body.CopyToAsync(memory, Ct);
            got.Add(memory.ToArray());
        }

        Assert.Equal(2, got.Count);
        Assert.Equal(large, got[0]);
        Assert.Equal(Mail("small"), Encoding.ASCII.GetString(got[1]));
        // Three cuts of a million octets each: begun anew every time, three million would never have come.
        Assert.True(world.Sandbox.Requests.Count(r => r.Service == "IMAP" && r.Request == "AUTHENTICATE") >= 4);
    }

    [Fact]
    public async Task A_message_read_as_a_stream_goes_on_too()
    {
        await using var world = await StartAsync();
        Inbox(world).Append(Large(2_000_000));
        await using var proxy = new CuttingProxy(world.Sandbox.Info.ImapPort);
        var session = await SignInAsync(world, proxy);
        var message = await world.Client.GetMailAsync(session, new MailQuery(), Ct).SingleAsync(Ct);
        proxy.Cut();
        proxy.CutNextAfter(700_000, 900_000);

        var content = await world.Client.GetContentAsync([message], Ct).SingleAsync(Ct);

        Assert.Equal(Large(2_000_000).Length, content.Size);
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.SuggestedBackoff))]
    public async Task Exchange_is_given_the_pause_it_asks_for_to_the_millisecond_and_the_work_goes_on()
    {
        await using var world = await StartAsync();
        Fill(world, 20);
        var session = await world.SignInAsync();
        world.Sandbox.Faults.ThrottleBackoffMilliseconds = 123_456;
        world.Sandbox.Faults.Next(OutlookSandboxFault.Throttle, 2);
        var steps = new Steps();
        var before = world.Sandbox.Clock.Offset;

        using (RecoveryEvents.Listen(steps))
        {
            Assert.Equal(20, (await SubjectsAsync(world, session)).Count);
        }

        Assert.Equal([123_456.0, 123_456.0], steps.Seen.Select(s => s.Wait.TotalMilliseconds));
        Assert.All(steps.Seen, s => Assert.Equal(RecoveryCause.Throttled, s.Cause));
        Assert.Equal(1, steps.Ends);
        Assert.True((world.Sandbox.Clock.Offset - before).TotalMilliseconds >= 2 * 123_456);
    }

    [Theory]
    [InlineData(OutlookSandboxFault.ImapBye, RecoveryCause.ServerClosed)]
    [InlineData(OutlookSandboxFault.DropMidFetch, RecoveryCause.ConnectionLost)]
    [Quirk(nameof(ExchangeQuirks.CodedBye))]
    public async Task A_server_that_closes_in_the_middle_is_gone_back_to_and_nothing_is_told_twice(OutlookSandboxFault fault, RecoveryCause cause)
    {
        await using var world = await StartAsync();
        Fill(world, 3);
        var session = await world.SignInAsync();
        var messages = await world.Client.GetMailAsync(session, new MailQuery(), Ct).ToListAsync(Ct);
        var steps = new Steps();
        // Its kept connection's own end counts as no attempt: the second one is the first that is told.
        world.Sandbox.Faults.Next(fault, 2);

        using (RecoveryEvents.Listen(steps))
        {
            Assert.Equal(messages.Select(m => m.Subject), await world.Client.GetContentAsync(messages, Ct).Select(c => c.Subject).ToListAsync(Ct));
        }

        Assert.NotEmpty(steps.Seen);
        Assert.All(steps.Seen, s => Assert.Equal(cause, s.Cause));
        Assert.Equal(TimeSpan.Zero, steps.Seen.First().Wait);
    }

    [Fact]
    public async Task A_token_that_is_no_longer_taken_is_renewed_once_and_the_work_goes_on()
    {
        await using var world = await StartAsync();
        Fill(world, 5);
        await using var proxy = new CuttingProxy(world.Sandbox.Info.ImapPort);
        var session = await SignInAsync(world, proxy);
        var refreshes = Refreshes(world);
        proxy.Cut();
        world.Sandbox.Faults.Next(OutlookSandboxFault.TokenExpiry);

        Assert.Equal(5, (await SubjectsAsync(world, session)).Count);
        Assert.Equal(refreshes + 1, Refreshes(world));
    }

    [Fact]
    public async Task A_server_that_is_gone_for_good_ends_the_work_after_a_few_attempts()
    {
        await using var world = await StartAsync();
        Fill(world, 5);
        var proxy = new CuttingProxy(world.Sandbox.Info.ImapPort);
        var session = await SignInAsync(world, proxy);
        await proxy.DisposeAsync();
        var steps = new Steps();

        using (RecoveryEvents.Listen(steps))
        {
            var error = await Assert.ThrowsAsync<OutlookMailException>(() => SubjectsAsync(world, session));
            Assert.Equal(ErrorIds.ConnectionFailed, error.ErrorId);
        }

        Assert.Equal([0.0, 1, 5, 15, 30], steps.Seen.Select(s => s.Wait.TotalSeconds));
        Assert.Equal(1, steps.Ends);
    }

    [Fact]
    public async Task Work_that_must_not_happen_twice_is_not_begun_again()
    {
        await using var world = await StartAsync();
        var live = Live(world, await world.SignInAsync());
        var begun = 0;

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => live.Imap.ChangeAsync<int>(
            (_, _) =>
            {
                begun++;
                throw new ConnectionBrokenException("cut");
            },
            null,
            Ct));

        Assert.Equal(ErrorIds.ConnectionLost, error.ErrorId);
        Assert.Equal(1, begun);
    }

    [Fact]
    public async Task Work_of_days_outlives_more_breaks_than_one_row_may_have()
    {
        await using var world = await StartAsync();
        var live = Live(world, await world.SignInAsync());
        var breaks = 0;
        var steps = new Steps();

        using (RecoveryEvents.Listen(steps))
        {
            var watched = await live.Imap.WatchAsync<int>(
                new FolderAt("INBOX"),
                (_, _) =>
                {
                    world.Sandbox.Clock.Advance(TimeSpan.FromMinutes(2));
                    return ++breaks == 100 ? Task.FromResult(breaks) : throw new ConnectionBrokenException("cut");
                },
                null,
                Ct);
            Assert.Equal(100, watched);
        }

        // Each begins a row of its own, and its end is told: the folder is open again.
        Assert.All(steps.Seen, step => Assert.Equal((1, TimeSpan.Zero), (step.Attempt, step.Wait)));
        Assert.Equal(99, steps.Ends);
    }

    [Fact]
    public async Task A_long_work_whose_connection_never_holds_ends_all_the_same()
    {
        await using var world = await StartAsync();
        var live = Live(world, await world.SignInAsync());
        var breaks = 0;

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => live.Imap.WatchAsync<int>(
            new FolderAt("INBOX"),
            (_, _) =>
            {
                breaks++;
                throw new ConnectionBrokenException("cut");
            },
            null,
            Ct));

        Assert.Equal(ErrorIds.ConnectionLost, error.ErrorId);
        Assert.Equal(6, breaks);
    }

    [Fact]
    public async Task A_connection_that_died_while_idle_is_noticed_before_such_work_begins()
    {
        await using var world = await StartAsync();
        await using var proxy = new CuttingProxy(world.Sandbox.Info.ImapPort);
        var live = Live(world, await SignInAsync(world, proxy));
        proxy.Cut();
        world.Sandbox.Clock.Advance(TimeSpan.FromMinutes(1));

        await live.Imap.ChangeAsync(
            async (imap, ct) =>
            {
                await imap.CreateAsync("Made once", cancellationToken: ct);
                return true;
            },
            null,
            Ct);

        Assert.NotNull(world.Sandbox.Store.Mailbox("ada@contoso.test").Find("Made once"));
    }

    [Fact]
    [Quirk(nameof(ExchangeQuirks.Renumbering))]
    public async Task A_folder_that_is_renumbered_while_it_is_read_is_an_error_and_never_another_message()
    {
        await using var world = await StartAsync();
        var live = Live(world, await world.SignInAsync());
        await live.Imap.ReadAsync(async (imap, ct) => { await imap.CreateAsync("Box", cancellationToken: ct); return true; }, null, Ct);
        world.Sandbox.Store.Mailbox("ada@contoso.test").Folder("Box").Append(Mail("old"));
        var at = await live.Imap.ReadAsync(
            new FolderAt("Box"), (_, selected, _) => Task.FromResult(new FolderAt(selected.Name, selected.UidValidity)), null, Ct);

        await live.Imap.ReadAsync(
            async (imap, ct) =>
            {
                await imap.SelectAsync("INBOX", readOnly: true, ct);
                await imap.DeleteAsync("Box", ct);
                await imap.CreateAsync("Box", cancellationToken: ct);
                return true;
            },
            null,
            Ct);
        world.Sandbox.Store.Mailbox("ada@contoso.test").Folder("Box").Append(Mail("another"));

        var error = await Assert.ThrowsAsync<OutlookMailException>(async () =>
            await live.Imap.FetchAsync(at, UidSet.Of(1), FetchItems.Summary, "Box", Ct).CountAsync(Ct));

        Assert.Equal(ErrorIds.FolderRenumbered, error.ErrorId);
        var renumbered = Assert.IsType<FolderRenumberedException>(error.InnerException);
        Assert.Equal(at.UidValidity, renumbered.Old);
        Assert.NotEqual(renumbered.Old, renumbered.New);
    }

    [Fact]
    public async Task Each_connection_of_the_pool_keeps_its_own_folder()
    {
        await using var world = await StartAsync();
        var live = Live(world, await world.SignInAsync(request => request.Connections = 2));
        await using (var first = await live.Imap.RentAsync("INBOX", Ct))
        await using (var second = await live.Imap.RentAsync("Drafts", Ct))
        {
            await first.ConnectAsync(tried: false, freshToken: false, Ct);
            await second.ConnectAsync(tried: false, freshToken: false, Ct);
            await first.SelectAsync(new FolderAt("INBOX"), anew: false, Ct);
            await second.SelectAsync(new FolderAt("Drafts"), anew: false, Ct);
        }

        foreach (var name in new[] { "INBOX", "Drafts", "INBOX" })
        {
            await using var lease = await live.Imap.RentAsync(name, Ct);
            var imap = await lease.ConnectAsync(tried: false, freshToken: false, Ct);
            Assert.Equal(name, imap.Selected?.Name);
        }

        Assert.Equal(2, world.Sandbox.Requests.Count(r => r.Service == "IMAP" && r.Request == "AUTHENTICATE"));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(40, 4)]
    [Quirk(nameof(ExchangeQuirks.FewConnections))]
    public async Task The_pool_never_has_more_connections_than_Exchange_bears(int asked, int most)
    {
        await using var world = await StartAsync();
        var live = Live(world, await world.SignInAsync(request => request.Connections = asked));
        var leases = new List<ImapLease>();
        for (var n = 0; n < most; n++)
        {
            leases.Add(await live.Imap.RentAsync(null, Ct));
        }

        using var soon = new CancellationTokenSource();
        var another = live.Imap.RentAsync(null, soon.Token);
        Assert.False(another.IsCompleted);
        await soon.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => another);
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    private static Task<OutlookSession> SignInAsync(SandboxSession world, CuttingProxy proxy) =>
        world.SignInAsync(request => request.ImapPort = proxy.Port);

    private static LiveSession Live(SandboxSession world, OutlookSession session) => world.Client.Find(session);

    private static int Refreshes(SandboxSession world) =>
        world.Sandbox.Requests.Count(r => r.Service == "Entra" && r.Request.Contains("/token", StringComparison.Ordinal));

    private static SandboxFolder Inbox(SandboxSession world) => world.Sandbox.Store.Mailbox("ada@contoso.test").Folder("INBOX");

    private static void Fill(SandboxSession world, int count)
    {
        for (var n = 1; n <= count; n++)
        {
            Inbox(world).Append(Mail($"Mail {n}"));
        }
    }

    private static string Mail(string subject) =>
        $"From: Bob <bob@contoso.test>\r\nTo: ada@contoso.test\r\nSubject: {subject}\r\n\r\nbody of {subject}\r\n";

    private static byte[] Large(int octets)
    {
        var text = new StringBuilder(Mail("large"));
        for (var n = 0; text.Length < octets; n++)
        {
            text.Append($"line {n} of a body in which no two lines are alike\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static async Task<List<string>> SubjectsAsync(SandboxSession world, OutlookSession session) =>
        await world.Client.GetMailAsync(session, new MailQuery(), Ct).Select(message => message.Subject).ToListAsync(Ct);

    private sealed class Steps : IRecoveryEvents
    {
        private int ends;

        public ConcurrentQueue<RecoveryStep> Seen { get; } = new();

        public int Ends => Volatile.Read(ref ends);

        public void Recovering(RecoveryStep step) => Seen.Enqueue(step);

        public void Recovered() => Interlocked.Increment(ref ends);
    }
}
