using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using Xunit;
using static OutlookMail.Tests.Outbox.OutboxWorld;

namespace OutlookMail.Tests.Outbox;

/// <summary>Mails that are sent at once, through the same journal and the same limits as queued ones.</summary>
public sealed class DirectTests
{
    private static Task<OutlookSendResult> SendAsync(OutboxWorld world, MailDraft draft, string? key = null) =>
        world.Client.SendMailAsync(world.Session, draft, new SendRequest { IdempotencyKey = key }, world, Ct);

    [Fact]
    public async Task A_direct_mail_is_written_down_as_it_goes_out()
    {
        await using var world = await StartAsync();
        var result = await SendAsync(world, Draft("direct"));

        Assert.Equal(OutlookSendState.Sent, result.State);
        var item = world.Item(result.OutboxId!.Value);
        Assert.True(item.IsDirect);
        Assert.Equal([OutlookOutboxState.Leased, OutlookOutboxState.Sending, OutlookOutboxState.Sent], item.History.Select(line => line.To));
        Assert.Equal(["direct"], world.Inbox());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key")]
    public async Task Over_a_connection_that_is_there_one_entry_says_that_it_is_here_and_goes_out(string? key)
    {
        await using var world = await StartAsync();
        await SendAsync(world, Draft("first"));
        var result = await SendAsync(world, Draft("second"), key);

        Assert.Equal([OutlookOutboxState.Sending, OutlookOutboxState.Sent], world.Item(result.OutboxId!.Value).History.Select(line => line.To));
        Assert.Equal(["first", "second"], world.Inbox());
    }

    [Fact]
    public async Task Over_a_connection_that_is_there_a_known_key_sends_nothing()
    {
        await using var world = await StartAsync();
        var first = await SendAsync(world, Draft("once"), "k");
        var second = await SendAsync(world, Draft("once"), "k");
        await SendAsync(world, Draft("other"));

        Assert.True(second.IsRepeat);
        Assert.Equal(first.OutboxId, second.OutboxId);
        Assert.Equal(["once", "other"], world.Inbox());
    }

    [Fact]
    public async Task Over_a_connection_that_is_there_a_refused_mail_is_not_sent_and_the_next_one_is()
    {
        await using var world = await StartAsync();
        await SendAsync(world, Draft("first"));
        var e = await Assert.ThrowsAsync<OutlookMailException>(() => SendAsync(world, Draft("refused", "550@contoso.test")));
        await SendAsync(world, Draft("second"));

        Assert.Equal(ErrorIds.RecipientRejected, e.ErrorId);
        Assert.Equal(["first", "second"], world.Inbox());
        Assert.Equal(
            [OutlookOutboxState.Sending, OutlookOutboxState.Failed],
            Assert.Single(world.Outbox.List(world.Session, new OutboxQuery { States = [OutlookOutboxState.Failed], WithHistory = true })).History.Select(line => line.To));
    }

    [Fact]
    public async Task A_kept_connection_that_died_meanwhile_costs_no_mail_and_doubles_none()
    {
        await using var world = await StartAsync();
        await SendAsync(world, Draft("first"));
        world.Sandbox.DropConnections();
        await SendAsync(world, Draft("second"));

        Assert.Equal(["first", "second"], world.Inbox());
    }

    [Fact]
    public async Task The_same_key_sends_once_in_any_process_and_says_so()
    {
        await using var world = await StartAsync();
        var first = await SendAsync(world, Draft("once"), "invoice-1");
        var other = new OutlookClient(world.Sandbox.Clock, _ => null, world.Time);
        var session = await other.ConnectAsync(new ConnectRequest { Sandbox = world.Sandbox.Info }, new Client.RecordedEvents(_ => Task.CompletedTask), Ct);
        var second = await other.SendMailAsync(session, Draft("once"), new SendRequest { IdempotencyKey = "invoice-1" }, world, Ct);

        Assert.False(first.IsRepeat);
        Assert.True(second.IsRepeat);
        Assert.Equal((OutlookSendState.Sent, first.MessageId, first.OutboxId), (second.State, second.MessageId, second.OutboxId));
        Assert.Equal(["once"], world.Inbox());
        await other.DisconnectAsync(session, forget: false, Ct);
    }

    [Fact]
    public async Task A_key_that_waits_in_the_outbox_is_not_sent_beside_it()
    {
        await using var world = await StartAsync();
        var queued = await world.QueueAsync(Draft("queued"), new QueueRequest { IdempotencyKey = "k" });

        var result = await SendAsync(world, Draft("queued"), "k");
        Assert.Equal((OutlookSendState.Queued, queued.Id), (result.State, result.OutboxId));
        Assert.Empty(world.Inbox());
    }

    [Fact]
    public async Task A_mail_that_was_refused_leaves_its_key_for_the_next_attempt()
    {
        await using var world = await StartAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.TemporaryRefusal);
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => SendAsync(world, Draft("again"), "k"));
        Assert.Equal(ErrorIds.Throttled, error.ErrorId);
        Assert.Empty(await world.RunAsync());
        Assert.Empty(world.Inbox());

        Assert.Equal(OutlookSendState.Sent, (await SendAsync(world, Draft("again"), "k")).State);
        Assert.Equal(["again"], world.Inbox());
    }

    [Fact]
    public async Task A_confirmation_that_was_lost_is_made_up_for_by_the_copy_in_Sent_Items()
    {
        await using var world = await StartAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        var result = await SendAsync(world, Draft("once"), "k");

        Assert.Equal(OutlookSendState.Sent, result.State);
        Assert.Equal(
            [OutlookOutboxState.Leased, OutlookOutboxState.Sending, OutlookOutboxState.Uncertain, OutlookOutboxState.Sent],
            world.Item(result.OutboxId!.Value).History.Select(line => line.To));
    }

    [Fact]
    public async Task A_mail_that_is_not_found_stays_uncertain_and_its_key_never_sends_it_again()
    {
        await using var world = await StartAsync(saveSentItems: false);
        world.Sandbox.Faults.Next(OutlookSandboxFault.DropAfterDot);
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => SendAsync(world, Draft("doubtful"), "k"));
        Assert.Equal(ErrorIds.SendUncertain, error.ErrorId);
        var id = Assert.IsType<OutlookSendResult>(error.Target).OutboxId!.Value;
        Assert.Equal(OutlookOutboxState.Uncertain, world.Item(id).State);

        Assert.Equal(ErrorIds.SendUncertain, (await Assert.ThrowsAsync<OutlookMailException>(() => SendAsync(world, Draft("doubtful"), "k"))).ErrorId);
        Assert.Equal(["doubtful"], world.Inbox());
        world.FileSentCopies();
        Assert.True((await SendAsync(world, Draft("doubtful"), "k")).IsRepeat);
        Assert.Equal(OutlookOutboxState.Sent, world.Item(id).State);
    }

    [Fact]
    public async Task Direct_mails_wait_for_the_minute_that_queued_ones_have_filled()
    {
        await using var world = await StartAsync(isLimited: true);
        await world.QueueAsync(29);
        await world.RunAsync();
        var start = world.Sandbox.Clock.GetUtcNow();
        await SendAsync(world, Draft("thirtieth"));
        Assert.True(world.Sandbox.Clock.GetUtcNow() - start < TimeSpan.FromSeconds(55));
        await SendAsync(world, Draft("next minute"));

        Assert.Equal(31, world.Inbox().Count);
        Assert.Contains(world.Said, text => text.Contains("30 mails a minute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_day_that_is_full_is_said_and_not_waited_for()
    {
        await using var world = await StartAsync();
        foreach (var part in Enumerable.Range(0, 20))
        {
            await world.QueueAsync(Draft("big", Enumerable.Range(0, 500).Select(i => $"u{part}-{i}@contoso.test").ToArray()));
        }

        await world.RunAsync();
        var error = await Assert.ThrowsAsync<OutlookMailException>(() => SendAsync(world, Draft("one more")));
        Assert.Equal(ErrorIds.Throttled, error.ErrorId);
        Assert.True(error.RetryAfter > TimeSpan.FromHours(20));
        Assert.Contains("-Queue", error.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_up_quota_pauses_the_queue_and_lets_a_direct_mail_ask()
    {
        await using var world = await StartAsync();
        world.Sandbox.Faults.Next(OutlookSandboxFault.SubmissionQuota);
        await Assert.ThrowsAsync<OutlookMailException>(() => SendAsync(world, Draft("refused")));
        await world.QueueAsync(Draft("waits"));
        Assert.Empty(await world.RunAsync());

        Assert.Equal(OutlookSendState.Sent, (await SendAsync(world, Draft("asked again"))).State);
        Assert.Equal(["asked again"], world.Inbox());
    }

    [Fact]
    public async Task More_recipients_than_a_mail_may_have_go_in_parts()
    {
        await using var world = await StartAsync();
        var result = await SendAsync(world, Draft("all", Enumerable.Range(0, 1200).Select(i => $"u{i}@contoso.test").Append(Bob).ToArray()));

        Assert.Equal(OutlookSendState.Sent, result.State);
        Assert.Equal(1201, result.Recipients.Count);
        Assert.Equal(3, world.Outbox.List(world.Session, new OutboxQuery()).Count);
        Assert.Equal(["all"], world.Inbox());
    }

    [Fact]
    public async Task Recipients_that_were_put_off_wait_in_the_outbox_and_their_sender_is_told()
    {
        await using var world = await StartAsync();
        var result = await SendAsync(world, Draft("partly", Bob, "temperror@contoso.test", "550@contoso.test"));

        Assert.Equal(OutlookSendState.Sent, result.State);
        Assert.Equal([true, false, false], result.Recipients.Select(one => one.Accepted));
        Assert.Contains("temperror@contoso.test", Assert.Single(world.Warnings), StringComparison.Ordinal);
        var rest = Assert.Single(world.Outbox.List(world.Session, new OutboxQuery { States = [OutlookOutboxState.Queued] }));
        Assert.Equal("temperror@contoso.test", Assert.Single(rest.Recipients).Address);
    }

    [Fact]
    public async Task Without_the_journal_nothing_is_written_down()
    {
        await using var world = await StartAsync();
        var result = await world.Client.SendMailAsync(world.Session, Draft("bare"), new SendRequest { NoJournal = true }, world, Ct);

        Assert.Null(result.OutboxId);
        Assert.Empty(world.Outbox.List(world.Session, new OutboxQuery()));
        Assert.Equal(["bare"], world.Inbox());
    }
}
