using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;
using static OutlookMail.Tests.Outbox.OutboxWorld;

namespace OutlookMail.Tests.Outbox;

/// <summary>Mails that go out one behind the other, where no rate limits them.</summary>
public sealed class OutboxGroupTests
{
    private const string Refused = "550@contoso.test";

    [Fact]
    public async Task A_hundred_mails_go_out_once_and_in_order_and_each_history_is_whole()
    {
        await using var world = await StartFreeAsync();
        var queued = await world.QueueAsync(100);
        var done = await world.RunAsync();

        Assert.Equal(queued.Select(item => item.Id), done.Select(item => item.Id));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => "m" + i), world.Inbox());
        Assert.All(queued, item => Assert.Equal(
            [OutlookOutboxState.Queued, OutlookOutboxState.Leased, OutlookOutboxState.Sending, OutlookOutboxState.Sent],
            world.Item(item.Id).History.Select(line => line.To)));
    }

    [Fact]
    public async Task What_is_handed_out_is_what_the_journal_then_says()
    {
        await using var world = await StartFreeAsync();
        await world.QueueAsync(3);
        await world.QueueAsync(Draft("partly", Bob, Refused));
        foreach (var item in await world.RunAsync())
        {
            var kept = world.Item(item.Id);
            Assert.Equal(
                (kept.State, kept.Reason, kept.Reply, kept.Subject, kept.QueuedOn, kept.Attempts),
                (item.State, item.Reason, item.Reply, item.Subject, item.QueuedOn, item.Attempts));
            Assert.NotNull(item.SentOn);
            Assert.Equal(kept.Recipients.Select(one => (one.Address, one.State, one.Reply)), item.Recipients.Select(one => (one.Address, one.State, one.Reply)));
        }
    }

    [Fact]
    public async Task A_large_mail_between_small_ones_arrives_whole()
    {
        await using var world = await StartFreeAsync();
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => $"line {i}\r\n"));
        await world.QueueAsync(2);
        await world.QueueAsync(new MailDraft { To = [Bob], Subject = "large", Text = text });
        await world.QueueAsync(2);
        await world.RunAsync();

        Assert.Equal(["m0", "m1", "large", "m0", "m1"], world.Inbox());
        var large = Encoding.UTF8.GetString(world.Sandbox.Store.Mailbox(Bob).Folder("Inbox").Messages[2].Bytes.Span);
        Assert.EndsWith("line 4999\r\n", large, StringComparison.Ordinal);
        Assert.Contains("\r\nline 0\r\n", large, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task A_refusal_in_the_middle_of_a_group_is_that_mails_alone(int at)
    {
        await using var world = await StartFreeAsync();
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await world.QueueAsync(Draft("m" + i, i == at ? Refused : Bob))).Id);
        }

        var done = await world.RunAsync();
        Assert.Equal(ids, done.Select(item => item.Id));
        Assert.Equal(Enumerable.Range(0, 5).Where(i => i != at).Select(i => "m" + i), world.Inbox());
        Assert.Equal(OutlookOutboxState.Failed, world.Item(ids[at]).State);
        Assert.Contains("550 5.1.1", world.Item(ids[at]).Reply, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_confirmation_that_is_lost_leaves_one_mail_of_its_group_to_be_looked_for_and_the_others_go_on()
    {
        await using var world = await StartFreeAsync();
        await world.QueueAsync(10);
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        var done = await world.RunAsync();

        Assert.All(done, item => Assert.Equal(OutlookOutboxState.Sent, world.Item(item.Id).State));
        Assert.Equal(10, done.Select(item => item.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => "m" + i), world.Inbox());
        Assert.Equal(1, done.Count(item => world.Item(item.Id).History.Any(line => line.To == OutlookOutboxState.Uncertain)));
    }

    [Fact]
    public async Task A_result_that_cannot_be_written_down_is_no_reason_to_send_the_mail_again()
    {
        await using var world = await StartFreeAsync();
        await world.QueueAsync(5);
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        using (var journal = new SqliteConnection($"Data Source={Path.Combine(DataFolder.SandboxOutbox(world.Sandbox.Info.Id), "outbox.db")};Pooling=False"))
        {
            journal.Open();
            Execute(journal, $"CREATE TRIGGER refuse BEFORE UPDATE OF state ON mail WHEN NEW.state = {(int)OutlookOutboxState.Uncertain} BEGIN SELECT RAISE(ABORT, 'refused'); END");
            await Assert.ThrowsAnyAsync<Exception>(() => world.RunAsync());
            Execute(journal, "DROP TRIGGER refuse");
        }

        await world.RunAsync(new OutboxRunRequest { UntilEmpty = true });
        Assert.Equal(Enumerable.Range(0, 5).Select(i => "m" + i), world.Inbox().Order());

        static void Execute(SqliteConnection journal, string sql)
        {
            using var command = journal.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_pause_that_the_server_asks_for_holds_the_whole_group_up()
    {
        await using var world = await StartFreeAsync();
        await world.QueueAsync(80);
        world.Sandbox.Faults.Next(OutlookSandboxFault.Throttle);
        var done = await world.RunAsync(new OutboxRunRequest { UntilEmpty = true });

        Assert.Equal(80, done.Count);
        Assert.Equal(Enumerable.Range(0, 80).Select(i => "m" + i).Order(), world.Inbox().Order());
        Assert.All(done, item => Assert.Equal(OutlookOutboxState.Sent, world.Item(item.Id).State));
    }
}
