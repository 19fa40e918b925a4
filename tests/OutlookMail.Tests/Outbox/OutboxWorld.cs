using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Tests.Client;
using Xunit;

namespace OutlookMail.Tests.Outbox;

/// <summary>A sandbox, a signed-in client and an outbox whose waits are jumped over; judged from the recipients' mailboxes.</summary>
internal sealed class OutboxWorld : IAsyncDisposable, IOutboxEvents
{
    public const string Ada = "ada@contoso.test";
    public const string Bob = "bob@contoso.test";

    private OutboxWorld(SandboxServer sandbox)
    {
        Sandbox = sandbox;
        Time = new SteppedTime(sandbox.Clock);
        Client = new OutlookClient(sandbox.Clock, _ => null, Time);
    }

    public static CancellationToken Ct => TestContext.Current.CancellationToken;

    public SandboxServer Sandbox { get; }

    public SteppedTime Time { get; }

    public OutlookClient Client { get; }

    public OutlookSession Session { get; private set; } = null!;

    public OutboxService Outbox => Client.Outbox;

    public ConcurrentQueue<string> Warnings { get; } = new();

    public ConcurrentQueue<string> Said { get; } = new();

    /// <param name="isLimited">False: the sandbox does not count, so that only the governor does.</param>
    public static async Task<OutboxWorld> StartAsync(bool saveSentItems = true, bool rewriteMessageId = true, bool isLimited = false)
    {
        var options = new SandboxOptions
        {
            AccessTokenLifetime = TimeSpan.FromDays(30),
            SaveSentItems = saveSentItems,
            RewriteMessageId = rewriteMessageId,
            MessagesPerMinute = isLimited ? 30 : 0,
            ConnectionsPerMailbox = isLimited ? 3 : 0,
            RecipientsPerDay = isLimited ? 10_000 : 0,
        };
        var world = new OutboxWorld(await SandboxServer.StartAsync(options, Ct));
        world.Session = await world.Client.ConnectAsync(new ConnectRequest { Sandbox = world.Sandbox.Info }, new RecordedEvents(_ => Task.CompletedTask), Ct);
        return world;
    }

    /// <summary>One whose governor counts no mails a minute, so that they go out in groups.</summary>
    public static async Task<OutboxWorld> StartFreeAsync(bool saveSentItems = true)
    {
        var world = await StartAsync(saveSentItems);
        await world.RunAsync(new OutboxRunRequest { PerMinute = 0 });
        return world;
    }

    public static MailDraft Draft(string subject, params string[] to) => new() { To = to.Length == 0 ? [Bob] : to, Subject = subject, Text = "text" };

    public async Task<OutlookOutboxItem> QueueAsync(MailDraft draft, QueueRequest? request = null) =>
        (await Outbox.QueueAsync(Session, [new QueuedDraft(draft, request ?? new QueueRequest())], Ct))[0];

    public Task<IReadOnlyList<OutlookOutboxItem>> QueueAsync(int count) =>
        Outbox.QueueAsync(Session, Enumerable.Range(0, count).Select(i => new QueuedDraft(Draft("m" + i), new QueueRequest())).ToArray(), Ct);

    public async Task<IReadOnlyList<OutlookOutboxItem>> RunAsync(OutboxRunRequest? request = null) =>
        await Outbox.RunAsync(Session, request ?? new OutboxRunRequest(), this, Ct).ToListAsync(Ct);

    public OutlookOutboxItem Item(long id) => Assert.Single(Outbox.List(Session, new OutboxQuery { Ids = [id], WithHistory = true }));

    /// <summary>Subjects in the inbox, in the order they came.</summary>
    public IReadOnlyList<string> Inbox(string user = Bob) => Subjects(user, "Inbox");

    /// <summary>Files copies of what arrived at Bob's into Ada's Sent Items, as Exchange does on its own time.</summary>
    public void FileSentCopies()
    {
        foreach (var message in Sandbox.Store.Mailbox(Bob).Folder("Inbox").Messages)
        {
            Sandbox.Store.Mailbox(Ada).Folder("Sent Items").Append(message.Bytes.ToArray());
        }
    }

    public IReadOnlyList<string> Subjects(string user, string folder) => Sandbox.Store.Mailbox(user).Folder(folder).Messages
        .Select(message => Encoding.UTF8.GetString(message.Bytes.Span))
        .Select(text => text.Split("\r\n").First(line => line.StartsWith("Subject: ", StringComparison.Ordinal))["Subject: ".Length..])
        .ToArray();

    public void Progress(OutboxProgress progress) => Said.Enqueue(progress.Activity);

    public void Verbose(string text) => Said.Enqueue(text);

    public void Warning(string text) => Warnings.Enqueue(text);

    public async ValueTask DisposeAsync()
    {
        await Client.ForgetSandboxAsync(Sandbox.Info.Id, CancellationToken.None);
        await Sandbox.DisposeAsync();
    }
}
