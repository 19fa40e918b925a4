using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

public sealed class OutboxKeyTests : IDisposable
{
    private readonly OutboxBench bench = new();
    private readonly OutboxWorker worker;

    public OutboxKeyTests() => worker = bench.Store.StartWorker();

    public void Dispose()
    {
        worker.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task The_same_key_twice_is_one_mail_whatever_state_it_is_in()
    {
        var first = await bench.AddAsync(OutboxBench.Mail("s", "invoice-1"));
        Assert.True(first.IsNew);
        await AssertKnownAsync(first.Id, OutlookOutboxState.Queued);
        var leased = bench.Take(worker);
        await AssertKnownAsync(first.Id, OutlookOutboxState.Leased);
        bench.Store.BeginSending(leased);
        await AssertKnownAsync(first.Id, OutlookOutboxState.Sending);
        bench.Store.Report(leased, OutboxStateTests.Sent());
        bench.Time.Advance(TimeSpan.FromDays(60));
        bench.Store.Recover();
        await AssertKnownAsync(first.Id, OutlookOutboxState.Sent);
        Assert.Single(bench.Store.List(new OutboxFilter()));
    }

    [Fact]
    public async Task The_same_key_within_one_batch_is_one_mail()
    {
        var added = await bench.Store.EnqueueAsync([OutboxBench.Mail("a", "k"), OutboxBench.Mail("b", "k"), OutboxBench.Mail("c", "other")], TestContext.Current.CancellationToken);
        Assert.Equal([true, false, true], added.Select(one => one.IsNew));
        Assert.Equal(added[0].Id, added[1].Id);
    }

    [Fact]
    public async Task A_key_of_a_failed_mail_may_be_used_again()
    {
        var first = await bench.AddAsync(OutboxBench.Mail("s", "k"));
        bench.Store.Report(bench.Take(worker), new SendReport(SendVerdict.Failed, "550"));
        var second = await bench.AddAsync(OutboxBench.Mail("s", "k"));
        Assert.True(second.IsNew);
        Assert.Equal(OutlookOutboxState.Failed, bench.State(first.Id));
        Assert.Null(bench.Item(first.Id).IdempotencyKey);
        Assert.Equal(second.Id, Assert.Single(bench.Store.List(new OutboxFilter { IdempotencyKey = "k" })).Id);
    }

    [Fact]
    public async Task Two_stores_that_add_the_same_key_at_once_make_one_mail()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => bench.Open()).ToArray();
        var added = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(() => stores[i % 4].EnqueueAsync([OutboxBench.Mail("s", "key-" + (i / 8))], default))));
        Assert.Equal(5, bench.Store.List(new OutboxFilter()).Count);
        Assert.Equal(5, added.Count(one => one[0].IsNew));
    }

    [Fact]
    public async Task A_large_message_that_is_not_needed_leaves_no_file()
    {
        await bench.AddAsync(OutboxBench.Mail(new byte[100_000], "s", "k"));
        await bench.AddAsync(OutboxBench.Mail(new byte[100_000], "s", "k"));
        Assert.Single(bench.ContentFiles);
    }

    [Fact]
    public async Task Sent_mails_are_forgotten_in_the_end_and_their_key_is_free()
    {
        await bench.AddAsync(OutboxBench.Mail("s", "k"));
        var leased = bench.Take(worker);
        bench.Store.BeginSending(leased);
        bench.Store.Report(leased, OutboxStateTests.Sent());
        bench.Time.Advance(TimeSpan.FromDays(101));
        bench.Store.Recover();
        Assert.Empty(bench.Store.List(new OutboxFilter()));
        Assert.True((await bench.AddAsync(OutboxBench.Mail("s", "k"))).IsNew);
    }

    private async Task AssertKnownAsync(long id, OutlookOutboxState state)
    {
        var again = await bench.AddAsync(OutboxBench.Mail("s", "invoice-1"));
        Assert.False(again.IsNew);
        Assert.Equal(id, again.Id);
        Assert.Equal(state, again.State);
    }
}
