using System;
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
using OutlookMail.Tests.Client;
using OutlookMail.Tests.Outbox;
using Xunit;

namespace OutlookMail.Tests.Archive;

/// <summary>What can go wrong under an export or a synchronisation that has begun: it is told item by item, the rest goes on, and the next run completes it.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Later = "Later";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-bad-");

    public static TheoryData<Job, SandboxImapProfile> Jobs => new(
        Enum.GetValues<Job>().SelectMany(job => Enum.GetValues<SandboxImapProfile>().Select(profile => (job, profile))));

    /// <summary>What is done with the mailbox.</summary>
    public enum Job
    {
        Eml,
        Maildir,
        Mbox,
        Zip,
        Sync,
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_folder_that_vanishes_in_mid_run_is_an_error_of_its_own(Job job, SandboxImapProfile profile)
    {
        await using var world = await World.StartAsync(profile);
        var events = world.Midway(imap => imap.DeleteAsync(Later, World.Ct));

        var first = await RunAsync(world, job, events, folder.FullName);
        var again = new RecordedArchiveEvents();
        var second = await RunAsync(world, job, again, folder.FullName);

        Assert.Contains(Assert.Single(events.Errors).ErrorId, new[] { ErrorIds.FolderNotFound, ErrorIds.FolderRenumbered });
        Assert.Equal(World.Before, first["INBOX"]);
        Assert.Empty(again.Errors);
        Assert.Equal(0, second.Where(one => one.Key != Later).Sum(one => one.Value));
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task A_folder_that_is_renumbered_in_mid_run_is_an_error_of_its_own_and_the_next_run_has_it(Job job, SandboxImapProfile profile)
    {
        await using var world = await World.StartAsync(profile);
        var events = world.Midway(_ => ArchiveWorld.RenumberAsync(world.Sandbox, Later));

        var first = await RunAsync(world, job, events, folder.FullName);
        var again = new RecordedArchiveEvents();
        await RunAsync(world, job, again, folder.FullName);
        var third = await RunAsync(world, job, again, folder.FullName);

        Assert.Equal(ErrorIds.FolderRenumbered, Assert.Single(events.Errors).ErrorId);
        Assert.Equal(World.Before, first["INBOX"]);
        Assert.Empty(again.Errors);
        Assert.Equal(0, third.Sum(one => one.Value));
        await world.AssertWholeAsync(job, folder.FullName);
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Messages_that_go_in_mid_run_are_missed_and_nothing_else(Job job, SandboxImapProfile profile)
    {
        await using var world = await World.StartAsync(profile);
        var events = world.Midway(async imap =>
        {
            await imap.SelectAsync(Later, readOnly: false, World.Ct);
            await imap.UidStoreAsync(UidSet.Of(1, 5, World.After), StoreMode.Add, ["\\Deleted"], cancellationToken: World.Ct);
            await imap.ExpungeAsync(World.Ct);
        });

        var first = await RunAsync(world, job, events, folder.FullName);
        var second = await RunAsync(world, job, events, folder.FullName);

        Assert.Empty(events.Errors);
        Assert.Equal((World.Before, (int)World.After - 3), (first["INBOX"], first[Later]));
        Assert.Equal(0, second.Sum(one => one.Value));
        await world.AssertWholeAsync(job, folder.FullName);
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public async Task Messages_that_the_server_substitutes_or_cuts_are_told_or_fetched_again(Job job, SandboxImapProfile profile)
    {
        await using var world = await World.StartAsync(profile);
        world.Sandbox.Faults.Next(OutlookSandboxFault.UnreadableMessage, 2);
        var events = new RecordedArchiveEvents();

        await RunAsync(world, job, events, folder.FullName);
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropMidFetch, 2);
        var again = new RecordedArchiveEvents();
        var second = await RunAsync(world, job, again, folder.FullName);

        Assert.Equal([ErrorIds.MessageUnreadable, ErrorIds.MessageUnreadable], events.Errors.Select(error => error.ErrorId));
        Assert.Empty(again.Errors);
        Assert.Equal(2, second.Sum(one => one.Value));
        await world.AssertWholeAsync(job, folder.FullName);
    }

    [Theory]
    [InlineData(Job.Eml)]
    [InlineData(Job.Maildir)]
    [InlineData(Job.Mbox)]
    [InlineData(Job.Zip)]
    [InlineData(Job.Sync)]
    public async Task A_full_disk_ends_the_run_and_with_room_the_next_completes_it(Job job)
    {
        using var disk = new SmallDisk(kilobytes: 1024);
        await using var world = await World.StartAsync(SandboxImapProfile.Exchange, large: true);

        var full = await Assert.ThrowsAsync<OutlookMailException>(() => RunAsync(world, job, new RecordedArchiveEvents(), disk.Path));
        disk.Enlarge();
        var events = new RecordedArchiveEvents();
        await RunAsync(world, job, events, disk.Path);

        Assert.Equal(ErrorIds.DiskFull, full.ErrorId);
        Assert.Empty(events.Errors);
        await world.AssertWholeAsync(job, disk.Path);
    }

    private static async Task<Dictionary<string, int>> RunAsync(World world, Job job, RecordedArchiveEvents events, string path)
    {
        var added = new Dictionary<string, int>();
        if (job == Job.Sync)
        {
            await foreach (var result in world.Client.Archive.SyncAsync(world.Session, new SyncRequest { Path = path, Connections = 1 }, events, World.Ct))
            {
                added[result.Folder] = result.Added;
            }

            return added;
        }

        await foreach (var result in world.Client.ExportAsync(world.Session, World.Export(job, path), events, World.Ct))
        {
            added[result.Folder] = result.Exported;
        }

        return added;
    }

    /// <summary>A mailbox with a folder whose messages are fetched after those of another, and a way to act in between.</summary>
    private sealed class World : IAsyncDisposable
    {
        public const int Before = 20;
        public const uint After = 30;

        private World(SandboxServer sandbox, OutlookClient client, OutlookSession session) => (Sandbox, Client, Session) = (sandbox, client, session);

        public static CancellationToken Ct => TestContext.Current.CancellationToken;

        public SandboxServer Sandbox { get; }

        public OutlookClient Client { get; }

        public OutlookSession Session { get; }

        public static async Task<World> StartAsync(SandboxImapProfile profile, bool large = false)
        {
            var sandbox = await SandboxServer.StartAsync(new SandboxOptions { ImapProfile = profile }, Ct);
            var mailbox = sandbox.Store.Mailbox(ArchiveWorld.Ada);
            ArchiveWorld.Fill(mailbox.Folder("INBOX"), Before);
            ArchiveWorld.Fill(mailbox.Folder(Later), (int)After);
            var random = new Random(1);
            for (var i = 0; large && i < 60; i++)
            {
                var octets = new byte[45_000];
                random.NextBytes(octets);
                mailbox.Folder("INBOX").Append(ArchiveWorld.Message("large", Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks) + "\r\n", 1));
            }

            var client = new OutlookClient(new HurriedClock(sandbox.Clock), _ => null, new SteppedTime(sandbox.Clock));
            return new World(sandbox, client, await client.ConnectAsync(new ConnectRequest { Sandbox = sandbox.Info }, new RecordedEvents(_ => Task.CompletedTask), Ct));
        }

        public static ExportRequest Export(Job job, string path)
        {
            var format = Enum.Parse<OutlookArchiveFormat>(job.ToString());
            return new ExportRequest(Path.Combine(path, format == OutlookArchiveFormat.Zip ? "export.zip" : "export"), format) { Connections = 1 };
        }

        /// <summary>Acts when the first message is through: all folders are planned then, and those behind the first are not begun.</summary>
        public RecordedArchiveEvents Midway(Func<ImapConnection, Task> act)
        {
            var isDone = false;
            return new RecordedArchiveEvents(progress =>
            {
                if (!isDone && progress.Done > 0)
                {
                    isDone = true;
                    Task.Run(async () =>
                    {
                        await using var imap = await ArchiveWorld.ConnectAsync(Sandbox);
                        await act(imap);
                    }).GetAwaiter().GetResult();
                }
            });
        }

        /// <summary>Everything that is on the server is there, octet for octet.</summary>
        public async Task AssertWholeAsync(Job job, string path)
        {
            if (job == Job.Sync)
            {
                var there = Sandbox.Store.Mailbox(ArchiveWorld.Ada).Folders.SelectMany(one => one.Messages.Select(message => (one.Name, message.Uid, Encoding.Latin1.GetString(message.Bytes.Span))));
                var here = new List<(string, uint, string)>();
                await foreach (var hit in Client.Archive.SearchAsync(new ArchiveQuery { Path = path }, Ct))
                {
                    using var reader = new StreamReader(hit.OpenRead(), Encoding.Latin1);
                    here.Add((hit.Folder, hit.Uid, await reader.ReadToEndAsync(Ct)));
                }

                Assert.Equal(there.Order(), here.Order());
                return;
            }

            var request = Export(job, path);
            request.Verify = true;
            var events = new RecordedArchiveEvents();
            var results = await Client.ExportAsync(Session, request, events, Ct).ToListAsync(Ct);
            Assert.Empty(events.Errors);
            Assert.All(results, result => Assert.True(result.IsVerified));
            Assert.Equal(Sandbox.Store.Mailbox(ArchiveWorld.Ada).Folders.Sum(one => one.Count), results.Sum(result => result.Unchanged));
            Assert.Equal(0, results.Sum(result => result.Exported));
        }

        public async ValueTask DisposeAsync()
        {
            await Client.ForgetSandboxAsync(Sandbox.Info.Id, CancellationToken.None);
            await Sandbox.DisposeAsync();
        }
    }

    /// <summary>A second passes between any two looks at it: every step of the progress is told.</summary>
    private sealed class HurriedClock(SandboxClock clock) : TimeProvider
    {
        private long looks;

        public override long TimestampFrequency => 1;

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

        public override long GetTimestamp() => Interlocked.Increment(ref looks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);
    }
}
