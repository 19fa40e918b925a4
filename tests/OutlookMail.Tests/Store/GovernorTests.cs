using System;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

public sealed class GovernorTests : IDisposable
{
    private readonly OutboxBench bench = new();
    private readonly OutboxWorker worker;

    public GovernorTests() => worker = bench.Store.StartWorker();

    public void Dispose()
    {
        worker.Dispose();
        bench.Dispose();
    }

    // Times are kept in whole milliseconds, cut off; what reads as the end of the minute can be just before it.
    private static readonly TimeSpan CutOff = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task Thirty_mails_go_in_any_minute_over_all_stores_together()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, GovernorLimits.ExchangeOnline);
        await FillAsync(100);
        var other = bench.Open();
        var start = bench.Time.Now;
        Assert.Equal(20, bench.Store.Lease(OutboxBench.Mailbox, worker, 20).Mails.Count);
        bench.Time.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(10, other.Lease(OutboxBench.Mailbox, worker, 20).Mails.Count);
        var full = bench.Store.Lease(OutboxBench.Mailbox, worker, 20);
        Assert.Empty(full.Mails);
        Assert.Equal(start.AddMinutes(1) + CutOff, full.TryAgainOn);
        Assert.Contains("30 mails a minute", full.Reason, StringComparison.Ordinal);

        bench.Time.Now = full.TryAgainOn!.Value;
        Assert.Equal(20, bench.Store.Lease(OutboxBench.Mailbox, worker, 100).Mails.Count);
        Assert.Equal(start.AddSeconds(100) + CutOff, bench.Store.Lease(OutboxBench.Mailbox, worker, 1).TryAgainOn);
    }

    [Fact]
    public async Task Ten_thousand_recipients_go_in_any_day()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, GovernorLimits.ExchangeOnline with { PerMinute = null, RecipientsPerDay = 5 });
        await FillAsync(3, 2);
        Assert.Equal(2, bench.Store.Lease(OutboxBench.Mailbox, worker, 10).Mails.Count);
        Assert.Equal(bench.Time.Now.AddHours(24) + CutOff, bench.Store.Lease(OutboxBench.Mailbox, worker, 10).TryAgainOn);
        bench.Time.Advance(TimeSpan.FromHours(24) + CutOff);
        Assert.Single(bench.Store.Lease(OutboxBench.Mailbox, worker, 10).Mails);
    }

    [Fact]
    public async Task A_mail_that_never_got_to_the_server_does_not_count()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, new GovernorLimits { PerMinute = 1 });
        await FillAsync(2);
        var leased = bench.Take(worker);
        Assert.Empty(bench.Store.Lease(OutboxBench.Mailbox, worker, 1).Mails);
        bench.Store.Report(leased, new SendReport(SendVerdict.Released, "no connection"));
        Assert.Single(bench.Store.Lease(OutboxBench.Mailbox, worker, 1).Mails);
    }

    [Fact]
    public async Task A_pause_holds_for_everybody_and_the_longer_one_wins()
    {
        await FillAsync(1);
        bench.Store.Pause(OutboxBench.Mailbox, bench.Time.Now.AddMinutes(10), "the server asked for it");
        bench.Store.Pause(OutboxBench.Mailbox, bench.Time.Now.AddMinutes(5), "shorter");
        var answer = bench.Open().Lease(OutboxBench.Mailbox, worker, 1);
        Assert.Equal(bench.Time.Now.AddMinutes(10), answer.TryAgainOn);
        Assert.Equal("the server asked for it", answer.Reason);
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Single(bench.Store.Lease(OutboxBench.Mailbox, worker, 1).Mails);
        Assert.Null(bench.Store.Governor(OutboxBench.Mailbox).PausedUntil);
    }

    [Fact]
    public void Connections_are_counted_over_all_workers_and_a_dead_ones_are_given_back()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, GovernorLimits.ExchangeOnline);
        var dead = bench.Store.StartWorker();
        Assert.NotNull(bench.Store.TakeConnection(OutboxBench.Mailbox, worker));
        Assert.NotNull(bench.Store.TakeConnection(OutboxBench.Mailbox, dead));
        var third = bench.Open().TakeConnection(OutboxBench.Mailbox, dead);
        Assert.NotNull(third);
        Assert.Null(bench.Store.TakeConnection(OutboxBench.Mailbox, worker));
        bench.Store.ReturnConnection(third.Value);
        Assert.NotNull(bench.Store.TakeConnection(OutboxBench.Mailbox, worker));
        Assert.Null(bench.Store.TakeConnection(OutboxBench.Mailbox, worker));
        dead.Dispose();
        bench.Store.Recover();
        Assert.NotNull(bench.Store.TakeConnection(OutboxBench.Mailbox, worker));
    }

    [Fact]
    public void What_was_learnt_lowers_a_limit_for_an_hour_and_never_raises_one()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, GovernorLimits.ExchangeOnline);
        bench.Store.Learn(OutboxBench.Mailbox, connections: 1);
        bench.Store.Learn(OutboxBench.Mailbox, recipientsPerMail: 100);
        Assert.Equal((1, 100), (bench.Store.Governor(OutboxBench.Mailbox).Limits.Connections, bench.Store.Governor(OutboxBench.Mailbox).Limits.RecipientsPerMail));
        bench.Store.Learn(OutboxBench.Mailbox, recipientsPerMail: 900);
        Assert.Equal(500, bench.Store.Governor(OutboxBench.Mailbox).Limits.RecipientsPerMail);
        bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(GovernorLimits.ExchangeOnline, bench.Store.Governor(OutboxBench.Mailbox).Limits);
    }

    [Fact]
    public async Task A_clock_set_back_does_not_stop_the_mailbox_for_longer_than_a_minute()
    {
        bench.Store.SetLimits(OutboxBench.Mailbox, new GovernorLimits { PerMinute = 1 });
        await FillAsync(2);
        bench.Take(worker);
        bench.Time.Advance(TimeSpan.FromHours(-2));
        Assert.Equal(bench.Time.Now.AddMinutes(1) + CutOff, bench.Store.Lease(OutboxBench.Mailbox, worker, 1).TryAgainOn);
    }

    [Fact]
    public async Task What_went_out_together_while_nothing_limited_it_counts_mail_by_mail_once_there_is_a_limit()
    {
        await FillAsync(60, 2);
        var start = bench.Time.Now;
        Assert.Equal(25, bench.Store.Lease(OutboxBench.Mailbox, worker, 25).Mails.Count);
        bench.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(25, bench.Store.Lease(OutboxBench.Mailbox, worker, 25).Mails.Count);
        Assert.Equal((50, 100), (bench.Store.Governor(OutboxBench.Mailbox).SentLastMinute, bench.Store.Governor(OutboxBench.Mailbox).RecipientsLastDay));
        Assert.Equal((50, 100), (bench.Store.Snapshot(OutboxBench.Mailbox).Submissions.Count, bench.Store.Snapshot(OutboxBench.Mailbox).Submissions.Sum(one => one.Recipients)));

        bench.Store.SetLimits(OutboxBench.Mailbox, new GovernorLimits { PerMinute = 30 });
        Assert.Equal(start.AddMinutes(1) + CutOff, bench.Store.Lease(OutboxBench.Mailbox, worker, 1).TryAgainOn);
        bench.Store.SetLimits(OutboxBench.Mailbox, new GovernorLimits { PerMinute = 25 });
        Assert.Equal(start.AddSeconds(80) + CutOff, bench.Store.Lease(OutboxBench.Mailbox, worker, 1).TryAgainOn);
    }

    private async Task FillAsync(int mails, int recipients = 1) => await bench.Store.EnqueueAsync(
        Enumerable.Range(0, mails).Select(i => OutboxBench.Mail("m" + i, null, [.. Enumerable.Range(0, recipients).Select(r => $"r{r}@x.test")])).ToArray(),
        default);
}
