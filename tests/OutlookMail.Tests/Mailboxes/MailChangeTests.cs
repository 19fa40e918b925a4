using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using Xunit;
using static OutlookMail.Tests.Mailboxes.MailboxWorld;
using Servers = OutlookMail.TestServers.RealServers;

namespace OutlookMail.Tests.Mailboxes;

public sealed class MailChangeTests(Servers servers) : IClassFixture<Servers>
{
    public static TheoryData<On> Everywhere => [On.Exchange, On.Standard, On.Dovecot];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Flags_are_set_and_taken_away_and_the_result_says_so(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("a"), new TestMail("b") { Flags = ["\\Seen", "\\Answered"] });
        var messages = await world.ListAsync(new MailQuery { Folder = folder });
        var events = new RecordedMailboxEvents();

        var changed = await world.Client.SetFlagsAsync(messages, new FlagChange { Read = true, Flagged = true, Answered = false }, events, Ct).ToListAsync(Ct);

        Assert.Empty(events.Failures);
        Assert.Equal(["a", "b"], changed.Select(message => message.Subject));
        Assert.All(changed.Concat(await world.ListAsync(new MailQuery { Folder = folder })), message => Assert.True(message is { IsRead: true, IsFlagged: true, IsAnswered: false }));
        Assert.False(messages[1].IsFlagged);
        Assert.Equal((2, 2), (events.Steps[^1].Done, events.Steps[^1].All));
    }

    [Theory]
    [InlineData(On.Exchange, false)]
    [InlineData(On.Standard, true)]
    [InlineData(On.Dovecot, true)]
    public async Task Keywords_are_kept_where_the_server_has_them(On server, bool kept)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("a"));
        var messages = await world.ListAsync(new MailQuery { Folder = folder });
        var events = new RecordedMailboxEvents();

        await world.Client.SetFlagsAsync(messages, new FlagChange { Read = true, AddKeywords = ["Project"] }, events, Ct).CountAsync(Ct);

        var after = Assert.Single(await world.ListAsync(new MailQuery { Folder = folder }));
        Assert.Equal(kept ? [] : [ErrorIds.KeywordNotSupported], events.Failures.Select(failure => failure.ErrorId));
        Assert.Equal(kept, after.Flags.Contains("Project"));
        Assert.Equal(kept, after.IsRead);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Messages_are_moved_and_copied_and_known_in_their_new_place(On server)
    {
        await using var world = await StartAsync(server, servers);
        var from = await world.FolderAsync(world.Unique, Enumerable.Range(1, 12).Select(n => new TestMail($"{n}")).ToArray());
        var to = await world.FolderAsync(world.Unique + " Ziel");
        var messages = await world.ListAsync(new MailQuery { Folder = from });
        var events = new RecordedMailboxEvents();

        var copied = await world.Client.CopyMailAsync(messages.Take(3).ToArray(), to, events, Ct).ToListAsync(Ct);
        var moved = await world.Client.MoveMailAsync(messages, to, events, Ct).ToListAsync(Ct);

        Assert.Empty(events.Failures);
        Assert.Equal(["10", "11", "12"], copied.Select(message => message.Subject));
        Assert.Equal(12, moved.Count);
        Assert.All(moved, message => Assert.Equal(to, message.Folder));
        Assert.Empty(await world.ListAsync(new MailQuery { Folder = from }));
        Assert.Equal(15, (await world.ListAsync(new MailQuery { Folder = to })).Count);
        var contents = await world.Client.GetContentAsync([moved[4], copied[1]], Ct).ToListAsync(Ct);
        Assert.Equal([moved[4].Subject, copied[1].Subject], contents.Select(content => content.Subject));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Messages_go_to_the_deleted_ones_and_only_then_away(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail(world.Unique + "1"), new TestMail(world.Unique + "2"), new TestMail("stays") { Flags = ["\\Deleted"] });
        var messages = await world.ListAsync(new MailQuery { Folder = folder, Subject = world.Unique });
        var events = new RecordedMailboxEvents();

        var trashed = await world.Client.RemoveMailAsync(messages, forGood: false, events, Ct).ToListAsync(Ct);
        Assert.Equal(2, (await world.ListAsync(new MailQuery { Folder = "Deleted", Subject = world.Unique })).Count);
        Assert.Empty(await world.Client.RemoveMailAsync(trashed[..1], forGood: false, events, Ct).ToListAsync(Ct));
        Assert.Equal(ErrorIds.AlreadyDeleted, Assert.Single(events.Failures).ErrorId);
        Assert.Empty(await world.Client.RemoveMailAsync(trashed, forGood: true, events, Ct).ToListAsync(Ct));

        Assert.Empty(await world.ListAsync(new MailQuery { Folder = "Deleted", Subject = world.Unique }));
        Assert.Equal(["stays"], await world.SubjectsAsync(new MailQuery { Folder = folder }));
        Assert.Single(events.Failures);
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_message_that_is_gone_is_its_own_failure_and_the_others_are_changed(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("1"), new TestMail("2"), new TestMail("3"));
        var to = await world.FolderAsync(world.Unique + "-to");
        var messages = await world.ListAsync(new MailQuery { Folder = folder });
        await using (var other = await world.OpenAsync(folder))
        {
            await other.UidStoreAsync(UidSet.Of(messages[1].Uid), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
            await other.ExpungeAsync(Ct);
        }

        var events = new RecordedMailboxEvents();
        Assert.Equal(["1", "3"], await world.Client.SetFlagsAsync(messages, new FlagChange { Flagged = true }, events, Ct).Select(message => message.Subject).ToListAsync(Ct));
        Assert.Equal(["1", "3"], await world.Client.MoveMailAsync(messages, to, events, Ct).Select(message => message.Subject).ToListAsync(Ct));

        Assert.Equal([(ErrorIds.MessageNotFound, (object)messages[1]), (ErrorIds.MessageNotFound, messages[1])], events.Failures.Select(failure => (failure.ErrorId, failure.Target)));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_renumbered_folder_makes_each_message_stale_and_nothing_is_changed(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, new TestMail("1"), new TestMail("2"));
        var stale = (await world.ListAsync(new MailQuery { Folder = folder })).Select(message => message.At(folder, message.UidValidity + 7, message.Uid)).ToArray();
        var events = new RecordedMailboxEvents();

        await world.Client.SetFlagsAsync(stale, new FlagChange { Flagged = true }, events, Ct).CountAsync(Ct);
        await world.Client.RemoveMailAsync(stale, forGood: true, events, Ct).CountAsync(Ct);

        Assert.All(events.Failures, failure => Assert.Equal(ErrorIds.MessageStale, failure.ErrorId));
        Assert.Equal(stale.Reverse().Concat(stale.Reverse()), events.Failures.Select(failure => failure.Target));
        Assert.All(await world.ListAsync(new MailQuery { Folder = folder }), message => Assert.False(message.IsFlagged));
    }

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task Thousands_are_moved_by_a_handful_of_commands(On server)
    {
        await using var world = await StartAsync(server, servers);
        var folder = await world.FolderAsync(world.Unique, Enumerable.Range(1, 2000).Select(n => new TestMail($"{n}")).ToArray());
        var to = await world.FolderAsync(world.Unique + "-to");
        var messages = await world.ListAsync(new MailQuery { Folder = folder });
        var before = server == On.Dovecot ? 0 : world.Sandbox.Requests.Count;
        var events = new RecordedMailboxEvents();

        Assert.Equal(2000, await world.Client.MoveMailAsync(messages, to, events, Ct).CountAsync(Ct));

        Assert.Empty(events.Failures);
        Assert.Empty(await world.ListAsync(new MailQuery { Folder = folder }));
        if (server != On.Dovecot)
        {
            Assert.InRange(world.Sandbox.Requests.Count - before, 0, 12);
        }
    }

    [Fact]
    public async Task A_destination_that_is_not_there_fails_once_and_nothing_is_moved()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        await world.AppendAsync("INBOX", new TestMail("a"));
        var messages = await world.ListAsync(new MailQuery());

        var error = await Assert.ThrowsAsync<OutlookMailException>(async () => await world.Client.MoveMailAsync(messages, "Nowhere", new RecordedMailboxEvents(), Ct).CountAsync(Ct));

        Assert.Equal((ErrorIds.FolderNotFound, (object?)"Nowhere"), (error.ErrorId, error.Target));
        Assert.Single(await world.ListAsync(new MailQuery()));
    }

    [Fact]
    public async Task What_fits_into_a_command_is_one_however_scattered_it_is()
    {
        await using var world = await StartAsync(On.Exchange, servers);
        OutlookMessage Message(uint uid) => new(world.Session, "F", 1, uid);

        var dense = Assert.Single(MailGroup.Of(Enumerable.Range(1, 12_000).Select(n => Message((uint)n))));
        var scattered = Assert.Single(MailGroup.Of(Enumerable.Range(1, 1000).Select(n => Message((uint)n * 2))));

        Assert.Equal([5000, 5000, 2000], dense.Chunks().Select(chunk => chunk.Count));
        Assert.Equal([300, 300, 300, 100], scattered.Chunks().Select(chunk => chunk.Count));
        Assert.All(scattered.Chunks(), chunk => Assert.True(chunk.ToString().Length < 8000));
        Assert.Equal(2, MailGroup.Of([Message(1), Message(1).At("G", 1, 1), Message(1)]).Count);
    }
}
