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
using OutlookMail.Store;
using OutlookMail.Tests.Client;
using Xunit;
using static OutlookMail.Tests.Client.SandboxSession;

namespace OutlookMail.Tests.Archive;

public sealed class SyncTests : IDisposable
{
    private const string Ada = ArchiveWorld.Ada;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("outlookmail-sync-");

    public static TheoryData<SandboxImapProfile> Profiles => new(Enum.GetValues<SandboxImapProfile>());

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task The_archive_follows_what_is_new_gone_moved_and_flagged(SandboxImapProfile profile)
    {
        await using var world = await StartAsync(new SandboxOptions { ImapProfile = profile });
        var inbox = Folder(world, "INBOX");
        ArchiveWorld.Fill(inbox, 20);
        inbox.Append(ArchiveWorld.Message("large", new string('x', 70) + "\r\n", 40_000));
        var session = await world.SignInAsync();

        var first = await SyncAsync(world, session);
        Assert.Equal(21, first.Sum(result => result.Added));
        await AssertMirrorAsync(world);

        await using (var imap = await ArchiveWorld.ConnectAsync(world.Sandbox))
        {
            await imap.SelectAsync("INBOX", readOnly: false, Ct);
            await imap.UidStoreAsync(UidSet.Of(2, 3), StoreMode.Add, ["\\Flagged", "\\Seen"], cancellationToken: Ct);
            await imap.UidStoreAsync(UidSet.Of(4, 5), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
            await imap.UidExpungeAsync(UidSet.Of(4, 5), Ct);
            await imap.UidMoveAsync(UidSet.Of(6, 7), "Archive", Ct);
        }

        ArchiveWorld.Fill(inbox, 3);
        var second = await SyncAsync(world, session);
        var third = await SyncAsync(world, session);

        var changed = second.Single(result => result.Folder == "INBOX");
        Assert.Equal((3, 4, 20), (changed.Added, changed.Removed, changed.Messages));
        Assert.InRange(changed.Changed, 1, 2);
        Assert.Equal(2, second.Single(result => result.Folder == "Archive").Added);
        Assert.All(third, result => Assert.Equal((0, 0, 0), (result.Added, result.Removed, result.Changed)));
        Assert.Equal(profile == SandboxImapProfile.Standard ? "QResync" : "Flags", changed.Method);
        await AssertMirrorAsync(world);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_run_that_was_stopped_anywhere_is_completed_by_the_next(SandboxImapProfile profile)
    {
        await using var world = await StartAsync(new SandboxOptions { ImapProfile = profile });
        ArchiveWorld.Fill(Folder(world, "INBOX"), 250);
        ArchiveWorld.Fill(Folder(world, "Archive"), 20);
        var session = await world.SignInAsync();
        foreach (var stop in new[] { 0, 40, 120, 260 })
        {
            using var cancel = new CancellationTokenSource();
            var events = new RecordedArchiveEvents(progress => { if (progress.Done >= stop) { cancel.Cancel(); } });
            try
            {
                await world.Client.Archive.SyncAsync(session, Request(), events, cancel.Token).CountAsync(cancel.Token);
            }
            catch (OperationCanceledException)
            {
                // Wanted.
            }
        }

        await SyncAsync(world, session);

        await AssertMirrorAsync(world);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public async Task A_renumbered_and_a_vanished_folder_are_followed(SandboxImapProfile profile)
    {
        await using var world = await StartAsync(new SandboxOptions { ImapProfile = profile });
        ArchiveWorld.Fill(Folder(world, "Work"), 5);
        ArchiveWorld.Fill(Folder(world, "Old"), 4);
        var session = await world.SignInAsync();
        await SyncAsync(world, session);
        await ArchiveWorld.RenumberAsync(world.Sandbox, "Work");
        await using (var imap = await ArchiveWorld.ConnectAsync(world.Sandbox))
        {
            await imap.DeleteAsync("Old", Ct);
        }

        var results = await SyncAsync(world, session);

        Assert.Equal((5, 5), results.Where(result => result.Folder == "Work").Select(result => (result.Removed, result.Added)).Single());
        Assert.Equal((4, "Gone"), results.Where(result => result.Folder == "Old").Select(result => (result.Removed, result.Method)).Single());
        await AssertMirrorAsync(world);
    }

    [Fact]
    public async Task Deleted_messages_stay_when_they_are_to_be_kept()
    {
        await using var world = await StartAsync();
        ArchiveWorld.Fill(Folder(world, "INBOX"), 3);
        var session = await world.SignInAsync();
        await SyncAsync(world, session);
        await ExpungeAsync(world, 2);

        await SyncAsync(world, session, request => request.KeepDeleted = true);
        var all = await SearchAsync(world, new ArchiveQuery());

        Assert.Equal([false, true, false], all.OrderBy(hit => hit.Uid).Select(hit => hit.GoneOn is not null));
        Assert.Equal(2, (await SearchAsync(world, new ArchiveQuery { OnServerOnly = true })).Count);
    }

    [Fact]
    public async Task The_start_date_holds_to_the_second_and_only_moves_back()
    {
        await using var world = await StartAsync();
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        for (var i = -2; i <= 2; i++)
        {
            Folder(world, "INBOX").Append(ArchiveWorld.Message(FormattableString.Invariant($"at {i}"), "x\r\n", 1), received: now.AddSeconds(i));
        }

        var session = await world.SignInAsync();
        await SyncAsync(world, session, request => request.Since = now);
        Assert.Equal(3, (await SearchAsync(world, new ArchiveQuery())).Count);

        await SyncAsync(world, session, request => request.Since = now.AddSeconds(1));
        Assert.Equal(3, (await SearchAsync(world, new ArchiveQuery())).Count);

        await SyncAsync(world, session, request => request.Since = now.AddSeconds(-1));
        Assert.Equal(4, (await SearchAsync(world, new ArchiveQuery())).Count);

        await SyncAsync(world, session);
        Assert.Equal(4, (await SearchAsync(world, new ArchiveQuery())).Count);
    }

    [Fact]
    public async Task Octets_are_kept_once_and_go_with_their_last_message()
    {
        await using var world = await StartAsync();
        ArchiveWorld.Fill(Folder(world, "INBOX"), 1);
        var large = ArchiveWorld.Message("large", new string('x', 70) + "\r\n", 40_000);
        Folder(world, "INBOX").Append(large);
        Folder(world, "Archive").Append(large);
        var session = await world.SignInAsync();
        await SyncAsync(world, session);
        Assert.Single(Blobs());

        await ExpungeAsync(world, 2);
        await SyncAsync(world, session);
        Assert.Single(Blobs());
        Assert.Single(await SearchAsync(world, new ArchiveQuery { Text = "subject:large" }));

        await using (var imap = await ArchiveWorld.ConnectAsync(world.Sandbox))
        {
            await imap.SelectAsync("Archive", readOnly: false, Ct);
            await imap.UidStoreAsync(UidSet.Of(1), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
            await imap.ExpungeAsync(Ct);
        }

        await SyncAsync(world, session);
        Assert.Empty(Blobs());
        Assert.Empty(await SearchAsync(world, new ArchiveQuery { Text = "subject:large" }));
        await AssertMirrorAsync(world);
    }

    [Fact]
    public async Task Verify_mends_damaged_octets_and_a_damaged_index()
    {
        await using var world = await StartAsync();
        ArchiveWorld.Fill(Folder(world, "INBOX"), 6);
        Folder(world, "INBOX").Append(ArchiveWorld.Message("large", new string('x', 70) + "\r\n", 40_000));
        var session = await world.SignInAsync();
        await SyncAsync(world, session);
        File.WriteAllBytes(Blobs().Single(), [1, 2, 3]);
        Damage("UPDATE blob SET body = x'00' WHERE id = (SELECT min(id) FROM blob WHERE body IS NOT NULL)");
        Damage("INSERT INTO search (search, rowid, subject) VALUES ('delete', (SELECT max(id) FROM blob), 'nothing that was there')");

        var events = new RecordedArchiveEvents();
        await SyncAsync(world, session, request => request.Verify = true, events);
        var again = new RecordedArchiveEvents();
        await SyncAsync(world, session, request => request.Verify = true, again);

        Assert.Equal(3, events.Warnings.Count);
        Assert.Empty(again.Warnings);
        await AssertMirrorAsync(world);
    }

    [Fact]
    public async Task A_damaged_file_is_set_aside_and_copied_anew_with_Verify_and_is_an_error_without()
    {
        await using var world = await StartAsync();
        ArchiveWorld.Fill(Folder(world, "INBOX"), 6);
        var session = await world.SignInAsync();
        await SyncAsync(world, session);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "archive.db"), new string('x', 10_000), Ct);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => SyncAsync(world, session));
        await SyncAsync(world, session, request => request.Verify = true);

        Assert.Equal(ErrorIds.ArchiveDamaged, error.ErrorId);
        Assert.Single(folder.EnumerateFiles("archive.db.damaged-*"));
        await AssertMirrorAsync(world);
    }

    [Fact]
    public async Task A_message_that_the_server_cannot_give_is_an_error_and_the_next_run_has_it()
    {
        await using var world = await StartAsync();
        ArchiveWorld.Fill(Folder(world, "INBOX"), 5);
        var session = await world.SignInAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.UnreadableMessage);
        var events = new RecordedArchiveEvents();

        await SyncAsync(world, session, null, events);
        await SyncAsync(world, session);

        Assert.Equal(ErrorIds.MessageUnreadable, Assert.Single(events.Errors).ErrorId);
        await AssertMirrorAsync(world);
    }

    [Fact]
    public async Task A_dropped_connection_and_a_throttle_do_not_end_the_run()
    {
        await using var world = await StartAsync();
        ArchiveWorld.Fill(Folder(world, "INBOX"), 60);
        var session = await world.SignInAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropMidFetch, 3);
        world.Sandbox.Faults.ThrottleBackoffMilliseconds = 10;

        await SyncAsync(world, session);

        await AssertMirrorAsync(world);
    }

    [Fact]
    public async Task One_mailbox_is_synchronised_by_one_process_at_a_time()
    {
        await using var world = await StartAsync();
        var session = await world.SignInAsync();
        using var turn = ArchiveTurn.Take(folder.FullName, Ada);

        var error = await Assert.ThrowsAsync<OutlookMailException>(() => SyncAsync(world, session));

        Assert.Equal(ErrorIds.ArchiveBusy, error.ErrorId);
    }

    [Fact]
    public async Task A_search_finds_words_in_any_script_across_mailboxes_with_their_surroundings()
    {
        await using var world = await StartAsync();
        foreach (var user in new[] { Ada, "bob@contoso.test" })
        {
            world.Sandbox.Store.Mailbox(user).Folder("INBOX").Append(ArchiveWorld.Message("Rechnung", "Anbei die Rechnung über fünf Äpfel für " + user + ".\r\n", 1));
        }

        await SyncAsync(world, await world.SignInAsync());
        await SyncAsync(world, await world.WithTokenAsync(world.Sandbox.IssueToken("bob@contoso.test"), "bob@contoso.test"));

        var hits = await SearchAsync(world, new ArchiveQuery { Text = "äpfel" });
        Assert.Equal(2, hits.Count);
        Assert.All(hits, hit => Assert.Contains("«Äpfel»", hit.Snippet, StringComparison.Ordinal));
        Assert.Equal("bob@contoso.test", Assert.Single(await SearchAsync(world, new ArchiveQuery { Text = "apfel", Mailbox = "bob*" })).Mailbox);
        Assert.Empty(await SearchAsync(world, new ArchiveQuery { Text = "birnen" }));
        using var content = new StreamReader(hits[0].OpenRead());
        Assert.Contains("Subject: Rechnung", await content.ReadToEndAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_archive_the_error_says_how_to_make_one()
    {
        await using var world = await StartAsync();
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => SearchAsync(world, new ArchiveQuery()).AsTask());
        Assert.Equal(ErrorIds.ArchiveNotFound, error.ErrorId);
    }

    private static SandboxFolder Folder(SandboxSession world, string name) => world.Sandbox.Store.Mailbox(Ada).Folder(name);

    private static async Task ExpungeAsync(SandboxSession world, uint uid)
    {
        await using var imap = await ArchiveWorld.ConnectAsync(world.Sandbox);
        await imap.SelectAsync("INBOX", readOnly: false, Ct);
        await imap.UidStoreAsync(UidSet.Of(uid), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
        await imap.ExpungeAsync(Ct);
    }

    private SyncRequest Request() => new() { Path = folder.FullName };

    private async Task<List<OutlookSyncResult>> SyncAsync(SandboxSession world, OutlookSession session, Action<SyncRequest>? change = null, RecordedArchiveEvents? events = null)
    {
        var request = Request();
        change?.Invoke(request);
        return await world.Client.Archive.SyncAsync(session, request, events ?? new RecordedArchiveEvents(), Ct).ToListAsync(Ct);
    }

    private ValueTask<List<OutlookArchiveHit>> SearchAsync(SandboxSession world, ArchiveQuery query)
    {
        query.Path = folder.FullName;
        return world.Client.Archive.SearchAsync(query, Ct).ToListAsync(Ct);
    }

    private string[] Blobs() => Directory.Exists(Path.Combine(folder.FullName, "blobs")) ? Directory.GetFiles(Path.Combine(folder.FullName, "blobs"), "*", SearchOption.AllDirectories) : [];

    private void Damage(string sql)
    {
        using var database = SqliteDatabase.Open(Path.Combine(folder.FullName, "archive.db"), MirrorSchema.Migrations, new SqliteOptions());
        database.Write(true, db => db.Execute(sql));
    }

    /// <summary>Folder, UID, flags and octets of every message are those of the server.</summary>
    private async Task AssertMirrorAsync(SandboxSession world)
    {
        var there = world.Sandbox.Store.Mailbox(Ada).Folders
            .SelectMany(each => each.Messages.Select(message => (each.Name, message.Uid, Flags: message.Flags.ToString(), Octets: Encoding.Latin1.GetString(message.Bytes.Span))));
        var here = new List<(string, uint, string, string)>();
        foreach (var hit in await SearchAsync(world, new ArchiveQuery { Mailbox = Ada }))
        {
            using var memory = new MemoryStream();
            await using var content = hit.OpenRead();
            await content.CopyToAsync(memory, Ct);
            var flags = hit.Flags.Aggregate(SandboxFlags.None, (sum, flag) => sum | Enum.Parse<SandboxFlags>(flag.TrimStart('\\')));
            here.Add((hit.Folder, hit.Uid, flags.ToString(), Encoding.Latin1.GetString(memory.ToArray())));
        }

        Assert.Equal(there.Order(), here.Order());
    }
}
