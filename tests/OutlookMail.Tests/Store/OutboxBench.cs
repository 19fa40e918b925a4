using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.Store;
using Xunit;

namespace OutlookMail.Tests.Store;

/// <summary>An outbox in a folder of its own, under a clock that stands until it is moved.</summary>
internal sealed class OutboxBench : IDisposable
{
    public const string Mailbox = "ada@contoso.test";

    private readonly List<OutboxStore> opened = [];

    public OutboxBench() => Store = Open();

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "outbox-" + Guid.NewGuid().ToString("N"));

    public StandingTime Time { get; } = new();

    public OutboxStore Store { get; }

    /// <summary>The same outbox once more, as another process has it.</summary>
    public OutboxStore Open(SqliteOptions? options = null)
    {
        var store = OutboxStore.Open(Folder, Time, options);
        opened.Add(store);
        return store;
    }

    public static NewMail Mail(string subject = "s", string? key = null, params string[] recipients)
    {
        var bytes = Encoding.ASCII.GetBytes($"Subject: {subject}\r\n\r\nbody\r\n");
        return Mail(bytes, subject, key, recipients);
    }

    public static NewMail Mail(byte[] bytes, string subject = "s", string? key = null, params string[] recipients) =>
        new(Mailbox, Mailbox, Mailbox, recipients.Length == 0 ? ["bob@contoso.test"] : recipients, (to, ct) => to.WriteAsync(bytes, 0, bytes.Length, ct), bytes.Length)
        {
            Subject = subject,
            MessageId = Guid.NewGuid().ToString("N") + "@contoso.test",
            IdempotencyKey = key,
        };

    public async Task<EnqueuedMail> AddAsync(NewMail mail) => (await Store.EnqueueAsync([mail], default))[0];

    public LeasedMail Take(OutboxWorker worker)
    {
        var answer = Store.Lease(Mailbox, worker, 1);
        Assert.True(answer.Mails.Count == 1, answer.Reason);
        return answer.Mails[0];
    }

    public OutlookOutboxItem Item(long id) => Assert.Single(Store.List(new OutboxFilter { Ids = [id], WithHistory = true }));

    public OutlookOutboxState State(long id) => Item(id).State;

    public IReadOnlyList<string> ContentFiles => Directory.Exists(Path.Combine(Folder, "messages"))
        ? Directory.GetFiles(Path.Combine(Folder, "messages")).ToArray()
        : [];

    public void Dispose()
    {
        foreach (var store in opened)
        {
            store.Dispose();
        }

        Directory.Delete(Folder, recursive: true);
    }
}
