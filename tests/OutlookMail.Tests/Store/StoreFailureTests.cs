using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

public sealed class StoreFailureTests : IDisposable
{
    private readonly OutboxBench bench = new();

    public void Dispose() => bench.Dispose();

    private string DatabasePath => Path.Combine(bench.Folder, "outbox.db");

    [Fact]
    public async Task A_store_that_another_process_sits_on_is_busy_and_works_again_afterwards()
    {
        var store = bench.Open(new SqliteOptions { BusyTimeout = TimeSpan.FromMilliseconds(1) });
        using (var other = new SqliteConnection($"Data Source={DatabasePath};Pooling=False"))
        {
            other.Open();
            using var lockIt = other.CreateCommand();
            lockIt.CommandText = "BEGIN IMMEDIATE";
            lockIt.ExecuteNonQuery();
            var busy = await Assert.ThrowsAsync<StoreException>(() => store.EnqueueAsync([OutboxBench.Mail()], default));
            Assert.Equal(StoreFailure.Busy, busy.Failure);
            Assert.Empty(store.List(new OutboxFilter()));
        }

        Assert.True((await store.EnqueueAsync([OutboxBench.Mail()], TestContext.Current.CancellationToken))[0].IsNew);
    }

    [Fact]
    public async Task A_full_disk_takes_all_of_a_batch_or_nothing_and_what_was_there_can_still_be_sent()
    {
        await bench.AddAsync(OutboxBench.Mail("before"));
        var store = bench.Open(new SqliteOptions { MaximumPages = 60 });
        var large = Enumerable.Range(0, 20).Select(i => OutboxBench.Mail(new byte[60_000], "m" + i)).ToArray();
        var full = await Assert.ThrowsAsync<StoreException>(() => store.EnqueueAsync(large, default));
        Assert.Equal(StoreFailure.Full, full.Failure);
        Assert.Equal("before", Assert.Single(store.List(new OutboxFilter())).Subject);

        using var worker = store.StartWorker();
        var mail = Assert.Single(store.Lease(OutboxBench.Mailbox, worker, 10).Mails);
        Assert.True(store.BeginSending(mail));
        Assert.True(store.Report(mail, OutboxStateTests.Sent()));
    }

    [Fact]
    public async Task A_message_that_cannot_be_written_leaves_neither_a_row_nor_a_file()
    {
        var mail = new NewMail(OutboxBench.Mailbox, "a", "a@x.test", ["b@x.test"], (_, _) => throw new IOException("No space left on device", 28), 1_000_000);
        var full = await Assert.ThrowsAsync<StoreException>(() => bench.AddAsync(mail));
        Assert.Equal(StoreFailure.Full, full.Failure);
        Assert.Empty(bench.ContentFiles);
        Assert.Empty(bench.Store.List(new OutboxFilter()));
    }

    [Fact]
    public void A_file_that_is_no_database_is_damaged_and_left_as_it_is()
    {
        var folder = Path.Combine(bench.Folder, "damaged");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "outbox.db");
        File.WriteAllText(path, new string('x', 10_000));
        Assert.Equal(StoreFailure.Damaged, Assert.Throws<StoreException>(() => OutboxStore.Open(folder, bench.Time)).Failure);
        Assert.Equal(new string('x', 10_000), File.ReadAllText(path));
    }

    [Fact]
    public void A_database_of_another_program_is_not_taken_over()
    {
        var folder = Path.Combine(bench.Folder, "foreign");
        Directory.CreateDirectory(folder);
        Execute(Path.Combine(folder, "outbox.db"), "CREATE TABLE somebody (x)");
        Assert.Equal(StoreFailure.Damaged, Assert.Throws<StoreException>(() => OutboxStore.Open(folder, bench.Time)).Failure);
    }

    [Fact]
    public void A_store_of_a_newer_version_is_not_touched()
    {
        Execute(DatabasePath, "PRAGMA user_version=99");
        Assert.Equal(StoreFailure.TooNew, Assert.Throws<StoreException>(() => bench.Open()).Failure);
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_inaccessible()
    {
        var file = Path.Combine(bench.Folder, "file");
        File.WriteAllText(file, "");
        Assert.Equal(StoreFailure.Inaccessible, Assert.Throws<StoreException>(() => OutboxStore.Open(Path.Combine(file, "below"), bench.Time)).Failure);
    }

    [Fact]
    public async Task Many_stores_opened_for_the_first_time_at_once_make_one_schema()
    {
        var folder = Path.Combine(bench.Folder, "race");
        var stores = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => OutboxStore.Open(folder, bench.Time))));
        await Task.WhenAll(stores.Select(store => Task.Run(() => store.EnqueueAsync([OutboxBench.Mail()], default))));
        Assert.Equal(8, stores[0].List(new OutboxFilter()).Count);
        foreach (var store in stores)
        {
            store.Dispose();
        }
    }

    [Fact]
    public async Task An_old_file_without_a_row_is_swept_and_a_fresh_one_is_left()
    {
        await bench.AddAsync(OutboxBench.Mail(new byte[100_000]));
        var messages = Path.Combine(bench.Folder, "messages");
        var old = Path.Combine(messages, "old.eml");
        var fresh = Path.Combine(messages, "fresh.eml");
        File.WriteAllText(old, "");
        File.WriteAllText(fresh, "");
        File.SetLastWriteTimeUtc(fresh, bench.Time.Now.UtcDateTime);
        File.SetLastWriteTimeUtc(old, bench.Time.Now.UtcDateTime.AddDays(-2));
        bench.Store.Recover();
        Assert.Equal(2, bench.ContentFiles.Count);
        Assert.False(File.Exists(old));
    }

    [Fact]
    public async Task Nobody_else_can_read_the_outbox()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.SkipWhen(Identity.LibraryFlavour.IsNetStandard, "Modes are set by the net8.0 flavour.");
        await bench.AddAsync(OutboxBench.Mail(new byte[100_000]));
        using var worker = bench.Store.StartWorker();
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        foreach (var path in Directory.EnumerateFileSystemEntries(bench.Folder, "*", SearchOption.AllDirectories))
        {
            Assert.Equal(default, File.GetUnixFileMode(path) & others);
        }
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
