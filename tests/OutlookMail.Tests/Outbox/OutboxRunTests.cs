using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;
using static OutlookMail.Tests.Outbox.OutboxWorld;

namespace OutlookMail.Tests.Outbox;

public sealed class OutboxRunTests
{
    [Fact]
    public async Task What_is_queued_goes_out_once_and_in_order()
    {
        await using var world = await StartAsync();
        var queued = await world.QueueAsync(5);
        Assert.All(queued, item => Assert.Equal(OutlookOutboxState.Queued, item.State));
        Assert.Empty(world.Inbox());

        var done = await world.RunAsync();
        Assert.Equal(queued.Select(item => item.Id), done.Select(item => item.Id));
        Assert.All(done, item => Assert.Equal(OutlookOutboxState.Sent, item.State));
        Assert.All(done, item => Assert.StartsWith("250 2.0.0", item.Reply, StringComparison.Ordinal));
        Assert.Equal(["m0", "m1", "m2", "m3", "m4"], world.Inbox());
        Assert.Empty(await world.RunAsync());
        Assert.Equal(5, world.Inbox().Count);
    }

    [Fact]
    public async Task A_confirmation_that_was_lost_is_made_up_for_by_the_copy_in_Sent_Items()
    {
        await using var world = await StartAsync();
        var id = (await world.QueueAsync(Draft("once"))).Id;
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);

        var done = Assert.Single(await world.RunAsync());
        Assert.Equal(OutlookOutboxState.Sent, done.State);
        Assert.Equal(["once"], world.Inbox());
        Assert.Equal(
            [OutlookOutboxState.Queued, OutlookOutboxState.Leased, OutlookOutboxState.Sending, OutlookOutboxState.Uncertain, OutlookOutboxState.Sent],
            world.Item(id).History.Select(line => line.To));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_copy_that_comes_late_is_waited_for(bool rewriteMessageId)
    {
        await using var world = await StartAsync(saveSentItems: false, rewriteMessageId);
        await world.QueueAsync(Draft("late"));
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        var start = world.Sandbox.Clock.GetUtcNow();
        var filed = false;
        world.Time.Stepped = () =>
        {
            if (!filed && world.Sandbox.Clock.GetUtcNow() - start > TimeSpan.FromSeconds(120))
            {
                filed = true;
                world.FileSentCopies();
            }
        };

        Assert.Equal(OutlookOutboxState.Sent, Assert.Single(await world.RunAsync()).State);
        Assert.True(filed);
        Assert.Equal(["late"], world.Inbox());
    }

    [Fact]
    public async Task Not_found_is_no_proof_and_nothing_is_sent_again_until_somebody_decides_it()
    {
        await using var world = await StartAsync(saveSentItems: false);
        var id = (await world.QueueAsync(Draft("doubtful"))).Id;
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);

        var done = Assert.Single(await world.RunAsync());
        Assert.Equal(OutlookOutboxState.Uncertain, done.State);
        Assert.Contains("no proof", done.Reason, StringComparison.Ordinal);
        Assert.Contains("-ResendUncertain", Assert.Single(world.Warnings), StringComparison.Ordinal);

        world.Sandbox.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(OutlookOutboxState.Uncertain, Assert.Single(await world.RunAsync(new OutboxRunRequest { UntilEmpty = true })).State);
        Assert.Equal(["doubtful"], world.Inbox());

        Assert.Equal(OutlookOutboxState.Sent, Assert.Single(await world.RunAsync(new OutboxRunRequest { ResendUncertain = true })).State);
        Assert.Equal(["doubtful", "doubtful"], world.Inbox());
        Assert.Contains(world.Item(id).History, line => line.Reason.Contains("as asked for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resend_looks_first_and_does_not_send_what_it_finds()
    {
        await using var world = await StartAsync(saveSentItems: false);
        await world.QueueAsync(Draft("found later"));
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        await world.RunAsync();
        world.FileSentCopies();
        Assert.Equal(OutlookOutboxState.Sent, Assert.Single(await world.RunAsync(new OutboxRunRequest { ResendUncertain = true })).State);
        Assert.Single(world.Inbox());
    }

    [Fact]
    public async Task The_same_key_sends_once_across_clients_and_days()
    {
        await using var world = await StartAsync();
        var first = await world.QueueAsync(Draft("invoice"), new QueueRequest { IdempotencyKey = "2026-11" });
        await world.RunAsync();
        world.Sandbox.Clock.Advance(TimeSpan.FromDays(20));
        var again = await world.QueueAsync(Draft("invoice"), new QueueRequest { IdempotencyKey = "2026-11" });
        Assert.Equal((first.Id, OutlookOutboxState.Sent), (again.Id, again.State));
        Assert.Empty(await world.RunAsync());
        Assert.Single(world.Inbox());
    }

    [Fact]
    public async Task The_rate_is_kept_so_well_that_the_server_has_nothing_to_say()
    {
        await using var world = await StartAsync(isLimited: true);
        await world.QueueAsync(65);
        var start = world.Sandbox.Clock.GetUtcNow();
        Assert.Equal(start + TimeSpan.FromMinutes(2), world.Outbox.Measure(world.Session).FinishesOn!.Value, TimeSpan.FromSeconds(30));
        Assert.Equal("Rate", world.Outbox.Measure(world.Session).LimitedBy);
        Assert.Equal(65, (await world.RunAsync()).Count);
        Assert.InRange(world.Sandbox.Clock.GetUtcNow() - start, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4));
        Assert.Equal(65, world.Inbox().Count);
        Assert.All(world.Outbox.List(world.Session, new OutboxQuery { WithHistory = true }), item => Assert.True(item.History.Length == 4, string.Join(Environment.NewLine, item.History.Select(step => step.ToString()))));
        Assert.Contains(world.Said, text => text.Contains("30 mails a minute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_runs_at_once_send_each_mail_once()
    {
        await using var world = await StartAsync();
        await world.QueueAsync(40);
        var request = new OutboxRunRequest { PerMinute = 0 };
        var done = await Task.WhenAll(world.RunAsync(request), world.RunAsync(request));
        Assert.Equal(40, done.Sum(items => items.Count));
        Assert.Equal(40, world.Inbox().Distinct().Count());
        Assert.Equal(40, world.Inbox().Count);
    }

    [Fact]
    public async Task A_mail_for_later_stays_until_its_time_and_a_high_priority_goes_first()
    {
        await using var world = await StartAsync();
        var later = await world.QueueAsync(Draft("later"), new QueueRequest { NotBefore = world.Sandbox.Clock.GetUtcNow().AddHours(5) });
        await world.QueueAsync(Draft("normal"));
        var urgent = Draft("urgent");
        urgent.Priority = OutlookMailPriority.High;
        await world.QueueAsync(urgent);
        await world.RunAsync();
        Assert.Equal(["urgent", "normal"], world.Inbox());
        Assert.Equal(OutlookOutboxState.Queued, world.Item(later.Id).State);
        Assert.Equal(later.NotBefore, world.Item(later.Id).NextAttemptOn);

        await world.RunAsync(new OutboxRunRequest { UntilEmpty = true });
        Assert.Equal("later", world.Inbox()[^1]);
    }

    [Fact]
    public async Task A_throttled_mailbox_waits_as_long_as_it_is_told_and_loses_nothing()
    {
        await using var world = await StartAsync();
        world.Sandbox.Faults.ThrottleBackoffMilliseconds = 30_000;
        await world.QueueAsync(3);
        world.Sandbox.Faults.Next(OutlookSandboxFault.Throttle, 2);
        Assert.Equal(3, (await world.RunAsync(new OutboxRunRequest { UntilEmpty = true })).Count);
        Assert.Equal(["m0", "m1", "m2"], world.Inbox());
        Assert.Equal(1, world.Outbox.Measure(world.Session).Connections);
    }

    [Fact]
    public async Task A_mail_the_server_refuses_for_good_fails_with_its_words_and_the_others_go()
    {
        await using var world = await StartAsync();
        var bad = Draft("as somebody else");
        bad.From = Bob;
        var id = (await world.QueueAsync(bad)).Id;
        await world.QueueAsync(Draft("fine"));
        var done = await world.RunAsync();
        Assert.Equal([OutlookOutboxState.Failed, OutlookOutboxState.Sent], done.Select(item => item.State));
        Assert.Contains("SendAsDenied", world.Item(id).Reason, StringComparison.Ordinal);
        Assert.Equal(["fine"], world.Inbox());
    }

    [Fact]
    public async Task A_run_that_is_stopped_gives_back_what_it_had_not_begun()
    {
        await using var world = await StartAsync();
        await world.QueueAsync(20);
        var seen = 0;
        await foreach (var item in world.Outbox.RunAsync(world.Session, new OutboxRunRequest { PerMinute = 0 }, world, Ct))
        {
            seen++;
            break;
        }

        Assert.Equal(1, seen);
        var states = world.Outbox.List(world.Session, new OutboxQuery()).Select(item => item.State).ToArray();
        Assert.All(states, state => Assert.True(state is OutlookOutboxState.Sent or OutlookOutboxState.Queued, state.ToString()));
        Assert.Equal(world.Inbox().Count, states.Count(state => state == OutlookOutboxState.Sent));
        await world.RunAsync();
        Assert.Equal(20, world.Inbox().Distinct().Count());
        Assert.Equal(20, world.Inbox().Count);
    }

    [Fact]
    public async Task More_recipients_than_the_server_takes_go_in_parts()
    {
        await using var world = await StartAsync();
        var all = Enumerable.Range(0, 1100).Select(i => $"r{i}@outside.example").ToArray();
        await world.QueueAsync(Draft("to many", all));
        var done = await world.RunAsync();
        Assert.Equal([500, 500, 100], done.Select(item => item.Recipients.Count));
        Assert.Equal(all, done.SelectMany(item => item.Recipients).Select(one => one.Address));
        Assert.All(done.SelectMany(item => item.Recipients), one => Assert.Equal(OutlookOutboxRecipientState.Accepted, one.State));
        Assert.Single(done.Select(item => item.MessageId).Distinct());
    }

    [Fact]
    public async Task A_mailbox_that_may_not_send_ends_the_run_and_keeps_the_mails()
    {
        await using var world = await StartAsync();
        await world.QueueAsync(3);
        world.Sandbox.Faults.Next(OutlookSandboxFault.SmtpAuthDisabled, 10);
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => world.RunAsync());
        Assert.Equal(ErrorIds.SmtpAuthDisabled, error.ErrorId);
        Assert.All(world.Outbox.List(world.Session, new OutboxQuery()), item => Assert.Equal(OutlookOutboxState.Queued, item.State));
        world.Sandbox.Faults.Clear();
        Assert.Equal(3, (await world.RunAsync()).Count);
    }

    [Fact]
    public async Task A_large_mail_arrives_octet_for_octet()
    {
        await using var world = await StartAsync();
        var draft = Draft("large");
        draft.Text = string.Join("\n", Enumerable.Range(0, 30_000).Select(i => "." + i));
        await world.QueueAsync(draft);
        await world.RunAsync();
        var body = System.Text.Encoding.ASCII.GetString(world.Sandbox.Store.Mailbox(Bob).Folder("Inbox").Messages[0].Bytes.Span);
        Assert.EndsWith("\r\n.0\r\n.1\r\n" + string.Join("\r\n", Enumerable.Range(2, 29_998).Select(i => "." + i)) + "\r\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_can_be_taken_out_before_it_goes()
    {
        await using var world = await StartAsync();
        var id = (await world.QueueAsync(Draft("no"))).Id;
        world.Outbox.Remove(world.Session, id);
        Assert.Empty(await world.RunAsync());
        Assert.Equal(ErrorIds.OutboxItemNotFound, Assert.Throws<OutlookMailException>(() => world.Outbox.Remove(world.Session, id)).ErrorId);
    }

    [Fact]
    public async Task A_draft_that_cannot_be_written_leaves_the_outbox_as_it_was()
    {
        await using var world = await StartAsync();
        await Assert.ThrowsAsync<OutlookMailException>(() => world.Outbox.QueueAsync(
            world.Session,
            [new QueuedDraft(Draft("good"), new QueueRequest()), new QueuedDraft(Draft("bad", "no address"), new QueueRequest())],
            Ct));
        Assert.Empty(world.Outbox.List(world.Session, new OutboxQuery()));
    }
}
