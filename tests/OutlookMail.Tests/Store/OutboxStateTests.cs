using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

public sealed class OutboxStateTests : IDisposable
{
    private readonly OutboxBench bench = new();
    private readonly OutboxWorker worker;

    public OutboxStateTests() => worker = bench.Store.StartWorker();

    public void Dispose()
    {
        worker.Dispose();
        bench.Dispose();
    }

    [Fact]
    public async Task A_mail_goes_from_queued_over_leased_and_sending_to_sent_and_each_step_is_in_its_history()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail())).Id;
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        var leased = bench.Take(worker);
        Assert.Equal(OutlookOutboxState.Leased, bench.State(id));
        Assert.True(bench.Store.BeginSending(leased));
        Assert.Equal(OutlookOutboxState.Sending, bench.State(id));
        Assert.True(bench.Store.Report(leased, Sent("250 2.0.0 OK")));

        var item = bench.Item(id);
        Assert.Equal(OutlookOutboxState.Sent, item.State);
        Assert.Equal("250 2.0.0 OK", item.Reply);
        Assert.Equal(bench.Time.Now, item.SentOn);
        Assert.Equal(
            [OutlookOutboxState.Queued, OutlookOutboxState.Leased, OutlookOutboxState.Sending, OutlookOutboxState.Sent],
            item.History.Select(line => line.To));
        Assert.Equal([null, OutlookOutboxState.Queued, OutlookOutboxState.Leased, OutlookOutboxState.Sending], item.History.Select(line => line.From));
        Assert.All(item.History, line => Assert.NotEmpty(line.Reason));
        Assert.Equal(TimeSpan.FromSeconds(1), item.History[1].On - item.History[0].On);
    }

    [Fact]
    public async Task Many_that_are_due_later_do_not_hide_the_few_that_are_due_now()
    {
        var later = OutboxBench.Mail("later");
        later.NotBefore = bench.Time.Now.AddHours(1);
        await bench.Store.EnqueueAsync(Enumerable.Repeat(later, 500).ToArray(), default);
        await bench.AddAsync(OutboxBench.Mail("low"));
        var urgent = OutboxBench.Mail("urgent");
        urgent.Priority = OutlookMailPriority.High;
        await bench.AddAsync(urgent);

        Assert.Equal(["urgent", "low"], bench.Store.Lease(OutboxBench.Mailbox, worker, 32).Mails.Select(mail => mail.Subject));
        Assert.Equal(bench.Time.Now.AddHours(1), bench.Store.Lease(OutboxBench.Mailbox, worker, 32).TryAgainOn);
    }

    [Fact]
    public void Mails_in_an_outbox_of_an_older_version_go_out_and_count()
    {
        var folder = Path.Combine(bench.Folder, "older");
        using (var older = SqliteDatabase.Open(Path.Combine(folder, "outbox.db"), OutboxSchema.Migrations.Take(2).ToArray(), new SqliteOptions()))
        {
            older.Write(true, db => db.Execute("INSERT INTO content (id, size, is_8bit, needs_smtputf8, body) VALUES (1, 2, 0, 0, x'0D0A')")
                + db.Execute("""
                    INSERT INTO mail (id, mailbox, account, state, reason, is_direct, group_id, content_id, sender, subject, message_id, size, priority, rank, queued_on, not_after, due)
                    VALUES (1, $0, $0, 0, 'Queued.', 0, 1, 1, $0, 'old', 'm@x', 2, 0, 1, 0, $1, 0)
                    """, OutboxBench.Mailbox, Clock.Stamp(bench.Time.Now.AddDays(1)))
                + db.Execute("INSERT INTO recipient (mail_id, position, address, state, reply) VALUES (1, 0, 'bob@contoso.test', 0, '')")
                + db.Execute("INSERT INTO submission (mailbox, at, recipients, mail_id) VALUES ($0, $1, 3, NULL)", OutboxBench.Mailbox, Clock.Stamp(bench.Time.Now)));
        }

        using var store = OutboxStore.Open(folder, bench.Time);
        Assert.Equal((1, 3), (store.Governor(OutboxBench.Mailbox).SentLastMinute, store.Governor(OutboxBench.Mailbox).RecipientsLastDay));
        using var own = store.StartWorker();
        Assert.Equal("old", Assert.Single(store.Lease(OutboxBench.Mailbox, own, 32).Mails).Subject);
    }

    [Fact]
    public async Task A_message_comes_back_octet_for_octet_whether_it_lies_in_a_row_or_in_a_file()
    {
        foreach (var size in new[] { 0, 1, 64 * 1024, (64 * 1024) + 1, 1_000_000 })
        {
            var bytes = new byte[size];
            new Random(size).NextBytes(bytes);
            await bench.AddAsync(OutboxBench.Mail(bytes));
            var leased = bench.Take(worker);
            using var content = bench.Store.OpenContent(leased);
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, TestContext.Current.CancellationToken);
            Assert.Equal(bytes, copy.ToArray());
        }

        Assert.Equal(2, bench.ContentFiles.Count);
    }

    [Fact]
    public async Task A_sent_mail_leaves_no_message_behind()
    {
        await bench.AddAsync(OutboxBench.Mail(new byte[100_000]));
        var leased = bench.Take(worker);
        Assert.Single(bench.ContentFiles);
        bench.Store.BeginSending(leased);
        bench.Store.Report(leased, Sent());
        Assert.Empty(bench.ContentFiles);
        Assert.Throws<StoreException>(() => bench.Store.OpenContent(leased));
    }

    [Fact]
    public async Task No_mail_is_leased_twice()
    {
        for (var i = 0; i < 10; i++)
        {
            await bench.AddAsync(OutboxBench.Mail());
        }

        using var other = bench.Store.StartWorker();
        var ids = bench.Store.Lease(OutboxBench.Mailbox, worker, 4).Mails
            .Concat(bench.Open().Lease(OutboxBench.Mailbox, other, 100).Mails)
            .Select(mail => mail.Id)
            .ToArray();
        Assert.Equal(10, ids.Length);
        Assert.Equal(10, ids.Distinct().Count());
        Assert.Empty(bench.Store.Lease(OutboxBench.Mailbox, worker, 100).Mails);
    }

    [Fact]
    public async Task What_a_dead_worker_had_leased_is_queued_again_and_what_it_was_sending_is_uncertain()
    {
        var first = (await bench.AddAsync(OutboxBench.Mail("first"))).Id;
        var second = (await bench.AddAsync(OutboxBench.Mail("second"))).Id;
        var dead = bench.Store.StartWorker();
        var sending = bench.Store.Lease(OutboxBench.Mailbox, dead, 2).Mails[0];
        bench.Store.BeginSending(sending);
        Assert.Equal(0, bench.Store.Recover());

        dead.Dispose();
        Assert.Equal(2, bench.Store.Recover());
        Assert.Equal(OutlookOutboxState.Uncertain, bench.State(first));
        Assert.Equal(OutlookOutboxState.Queued, bench.State(second));
        Assert.Equal(second, bench.Take(worker).Id);
        Assert.Equal(0, bench.Store.Recover());
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_void_and_its_holder_may_not_begin()
    {
        await bench.AddAsync(OutboxBench.Mail());
        var slow = bench.Take(worker);
        bench.Time.Advance(OutboxStore.LeaseDuration);
        Assert.False(bench.Store.BeginSending(slow));
        Assert.Equal(1, bench.Store.Recover());

        using var other = bench.Store.StartWorker();
        var fresh = bench.Take(other);
        Assert.False(bench.Store.BeginSending(slow));
        Assert.True(bench.Store.BeginSending(fresh));
        Assert.False(bench.Store.Report(slow, new SendReport(SendVerdict.Retry, "late")));
        Assert.Equal(OutlookOutboxState.Sending, bench.State(fresh.Id));
    }

    [Fact]
    public async Task A_renewed_lease_does_not_run_out()
    {
        await bench.AddAsync(OutboxBench.Mail());
        var mail = bench.Take(worker);
        for (var i = 0; i < 10; i++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(60));
            bench.Store.Renew(worker);
        }

        Assert.Equal(0, bench.Store.Recover());
        Assert.True(bench.Store.BeginSending(mail));
    }

    [Fact]
    public async Task A_clock_set_back_by_hours_does_not_keep_a_lease_alive_for_hours()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail())).Id;
        bench.Take(worker);
        bench.Time.Advance(TimeSpan.FromHours(-5));
        Assert.Equal(1, bench.Store.Recover());
        Assert.Equal(OutlookOutboxState.Queued, bench.State(id));
    }

    [Fact]
    public async Task That_the_server_has_a_mail_is_believed_from_a_worker_whose_lease_ran_out()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail())).Id;
        var slow = bench.Take(worker);
        bench.Store.BeginSending(slow);
        bench.Time.Advance(OutboxStore.LeaseDuration);
        bench.Store.Recover();
        Assert.Equal(OutlookOutboxState.Uncertain, bench.State(id));

        Assert.True(bench.Store.Report(slow, Sent()));
        Assert.Equal(OutlookOutboxState.Sent, bench.State(id));
    }

    [Fact]
    public async Task A_retry_waits_for_its_time_and_counts_a_release_does_neither()
    {
        var id = (await bench.AddAsync(OutboxBench.Mail())).Id;
        bench.Store.Report(bench.Take(worker), new SendReport(SendVerdict.Released, "no connection"));
        Assert.Equal(0, bench.Item(id).Attempts);

        bench.Store.Report(bench.Take(worker), new SendReport(SendVerdict.Retry, "451") { RetryOn = bench.Time.Now.AddMinutes(5) });
        Assert.Equal(1, bench.Item(id).Attempts);
        var answer = bench.Store.Lease(OutboxBench.Mailbox, worker, 1);
        Assert.Empty(answer.Mails);
        Assert.Equal(bench.Time.Now.AddMinutes(5), answer.TryAgainOn);
        bench.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(id, bench.Take(worker).Id);
    }

    [Fact]
    public async Task A_mail_whose_time_ran_out_fails_and_is_not_leased()
    {
        var mail = OutboxBench.Mail();
        mail.NotAfter = bench.Time.Now.AddMinutes(10);
        var id = (await bench.AddAsync(mail)).Id;
        bench.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Empty(bench.Store.Lease(OutboxBench.Mailbox, worker, 1).Mails);
        Assert.Equal(OutlookOutboxState.Failed, bench.State(id));
        Assert.Contains("time ran out", bench.Item(id).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_retry_beyond_the_mails_time_fails_it_at_once()
    {
        var mail = OutboxBench.Mail();
        mail.NotAfter = bench.Time.Now.AddMinutes(10);
        var id = (await bench.AddAsync(mail)).Id;
        bench.Store.Report(bench.Take(worker), new SendReport(SendVerdict.Retry, "451 later") { RetryOn = bench.Time.Now.AddMinutes(11) });
        Assert.Equal(OutlookOutboxState.Failed, bench.State(id));
    }

    [Fact]
    public async Task A_scheduled_mail_does_not_go_before_its_time()
    {
        var mail = OutboxBench.Mail();
        mail.NotBefore = bench.Time.Now.AddHours(3);
        var id = (await bench.AddAsync(mail)).Id;
        Assert.Equal(mail.NotBefore, bench.Store.Lease(OutboxBench.Mailbox, worker, 1).TryAgainOn);
        bench.Time.Advance(TimeSpan.FromHours(3));
        Assert.Equal(id, bench.Take(worker).Id);
    }

    [Fact]
    public async Task High_priority_goes_first_and_low_last_each_in_order()
    {
        foreach (var (subject, priority) in new[]
        {
            ("low", OutlookMailPriority.Low), ("normal 1", OutlookMailPriority.Normal), ("normal 2", OutlookMailPriority.Normal), ("high", OutlookMailPriority.High),
        })
        {
            var mail = OutboxBench.Mail(subject);
            mail.Priority = priority;
            await bench.AddAsync(mail);
        }

        Assert.Equal(["high", "normal 1", "normal 2", "low"], bench.Store.Lease(OutboxBench.Mailbox, worker, 10).Mails.Select(mail => mail.Subject));
    }

    [Fact]
    public async Task Another_mailboxs_mail_is_not_touched()
    {
        await bench.AddAsync(OutboxBench.Mail());
        Assert.Empty(bench.Store.Lease("eve@contoso.test", worker, 10).Mails);
    }

    [Fact]
    public async Task A_direct_mail_is_its_senders_alone_and_fails_with_it()
    {
        var dead = bench.Store.StartWorker();
        var mail = OutboxBench.Mail();
        mail.DirectWorker = dead;
        var added = await bench.AddAsync(mail);
        Assert.NotNull(added.Lease);
        Assert.Equal(OutlookOutboxState.Leased, added.State);
        Assert.Empty(bench.Store.Lease(OutboxBench.Mailbox, worker, 10).Mails);
        dead.Dispose();
        bench.Store.Recover();
        Assert.Equal(OutlookOutboxState.Failed, bench.State(added.Id));
        Assert.Empty(bench.Store.Lease(OutboxBench.Mailbox, worker, 10).Mails);
    }

    [Fact]
    public async Task A_direct_mail_that_was_being_sent_becomes_uncertain_with_its_sender()
    {
        var dead = bench.Store.StartWorker();
        var mail = OutboxBench.Mail();
        mail.DirectWorker = dead;
        var added = await bench.AddAsync(mail);
        Assert.True(bench.Store.BeginSending(added.Lease!));
        dead.Dispose();
        bench.Store.Recover();
        Assert.Equal(OutlookOutboxState.Uncertain, bench.State(added.Id));
    }

    internal static SendReport Sent(string reply = "250 OK") => new(SendVerdict.Sent, "Accepted.") { Reply = reply };
}
