using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

public sealed class OutboxRecipientTests : IDisposable
{
    private readonly OutboxBench bench = new();
    private readonly OutboxWorker worker;

    public OutboxRecipientTests() => worker = bench.Store.StartWorker();

    public void Dispose()
    {
        worker.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task Recipients_that_were_put_off_go_on_as_a_mail_of_their_own_with_the_same_message()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail(new byte[100_000], "s", null, "a@x.test", "b@x.test", "c@x.test"))).Id;
        var leased = bench.Take(worker);
        bench.Store.BeginSending(leased);
        bench.Store.Report(leased, new SendReport(SendVerdict.Sent, "Accepted.")
        {
            RetryOn = bench.Time.Now.AddMinutes(1),
            Recipients = [new(RecipientVerdict.Accepted, "250 a"), new(RecipientVerdict.Deferred, "452 b"), new(RecipientVerdict.Refused, "550 c")],
        });

        Assert.Equal(["a@x.test: Accepted 250 a", "c@x.test: Refused 550 c"], bench.Item(id).Recipients.Select(one => $"{one.Address}: {one.State} {one.Reply}"));
        Assert.Single(bench.ContentFiles);
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        var rest = bench.Take(worker);
        Assert.Equal(["b@x.test"], rest.Recipients);
        Assert.Equal(id, rest.GroupId);
        Assert.Equal(leased.MessageId, rest.MessageId);
        Assert.Equal(1, rest.Attempts);
        bench.Store.BeginSending(rest);
        bench.Store.Report(rest, new SendReport(SendVerdict.Sent, "Accepted.") { Recipients = [new(RecipientVerdict.Accepted, "250")] });
        Assert.Empty(bench.ContentFiles);
    }

    [Fact]
    public async Task A_mail_with_more_recipients_than_the_limit_is_split_and_every_recipient_is_in_exactly_one_part()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, new GovernorLimits { RecipientsPerMail = 500 });
        var all = Enumerable.Range(0, 1201).Select(i => $"r{i}@x.test").ToArray();
        var id = (await bench.AddAsync(OutboxBench.Mail("s", null, all))).Id;
        var parts = bench.Store.Lease(OutboxBench.Mailbox, worker, 1).Mails.Concat(bench.Store.Lease(OutboxBench.Mailbox, worker, 10).Mails).ToArray();
        Assert.Equal([500, 500, 201], parts.Select(part => part.Recipients.Count));
        Assert.Equal(all, parts.SelectMany(part => part.Recipients));
        Assert.All(parts, part => Assert.Equal(id, part.GroupId));
    }

    [Fact]
    public async Task Refused_recipients_are_not_asked_again_when_the_rest_is_retried()
    {
        await bench.AddAsync(OutboxBench.Mail("s", null, "a@x.test", "b@x.test"));
        bench.Store.Report(bench.Take(worker), new SendReport(SendVerdict.Retry, "put off")
        {
            RetryOn = bench.Time.Now,
            Recipients = [new(RecipientVerdict.Refused, "550"), new(RecipientVerdict.Deferred, "451")],
        });
        Assert.Equal(["b@x.test"], bench.Take(worker).Recipients);
    }

    [Fact]
    public async Task A_part_counts_as_found_only_when_all_copies_are_there()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, new GovernorLimits { RecipientsPerMail = 1 });
        await bench.AddAsync(OutboxBench.Mail("s", null, "a@x.test", "b@x.test", "c@x.test"));
        var first = bench.Take(worker);
        bench.Store.BeginSending(first);
        bench.Store.Report(first, OutboxStateTests.Sent());
        var second = bench.Take(worker);
        bench.Store.BeginSending(second);
        bench.Store.Report(second, new SendReport(SendVerdict.Uncertain, "dropped"));

        var uncertain = Assert.Single(bench.Store.Uncertain(OutboxBench.Mailbox));
        Assert.Equal(2, uncertain.CopiesExpected);
        Assert.Equal(second.Id, uncertain.Id);
    }

    [Fact]
    public async Task An_uncertain_mail_is_sent_again_only_by_decision_and_then_asks_its_recipients_again()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail("s", null, "a@x.test", "b@x.test"))).Id;
        var leased = bench.Take(worker);
        bench.Store.BeginSending(leased);
        bench.Store.Report(leased, new SendReport(SendVerdict.Uncertain, "dropped") { Recipients = [new(RecipientVerdict.Accepted, "250"), new(RecipientVerdict.Refused, "550")] });
        bench.Time.Advance(TimeSpan.FromDays(30));
        bench.Store.Recover();
        Assert.Empty(bench.Store.Lease(OutboxBench.Mailbox, worker, 10).Mails);

        Assert.False(bench.Store.Requeue(id, OutlookOutboxState.Failed, "wrong state"));
        Assert.True(bench.Store.Requeue(id, OutlookOutboxState.Uncertain, "decided"));
        Assert.Equal(["a@x.test"], bench.Take(worker).Recipients);
        Assert.Null(bench.Item(id).UncertainSince);
    }

    [Fact]
    public async Task A_found_mail_is_sent_and_a_note_leaves_it_uncertain()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail())).Id;
        var leased = bench.Take(worker);
        bench.Store.BeginSending(leased);
        bench.Store.Report(leased, new SendReport(SendVerdict.Uncertain, "dropped"));
        bench.Store.NoteUncertain(id, "not found yet");
        Assert.Equal(OutlookOutboxState.Uncertain, bench.State(id));
        Assert.True(bench.Store.ResolveAsSent(id, "found"));
        Assert.False(bench.Store.ResolveAsSent(id, "found"));
        Assert.Equal(["Queued.", "Taken to be sent.", "The server is being given the message's end.", "dropped", "not found yet", "found"], bench.Item(id).History.Select(line => line.Reason));
    }

    [Fact]
    public async Task A_mail_in_a_workers_hands_is_not_removed_and_any_other_is()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail(new byte[100_000]))).Id;
        var leased = bench.Take(worker);
        Assert.Equal(OutlookOutboxState.Leased, bench.Store.Remove(id));
        Assert.Equal(OutlookOutboxState.Leased, bench.State(id));
        bench.Store.Report(leased, new SendReport(SendVerdict.Failed, "550"));
        Assert.Equal(OutlookOutboxState.Failed, bench.Store.Remove(id));
        Assert.Null(bench.Store.Remove(id));
        Assert.Empty(bench.ContentFiles);
    }
}
