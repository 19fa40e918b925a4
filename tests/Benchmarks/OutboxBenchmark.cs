using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Model;
using OutlookMail.Sandbox;

namespace OutlookMail.Benchmarks;

/// <summary>
/// Sending through the journal against a sandbox of this process, whose limits are off and which therefore costs both
/// sides the same. <c>outbox-direct</c>: 100 mails, each with its own call; raw is one transaction each on a warm
/// connection. <c>outbox-run</c>: 10,000 queued mails; raw has them pipelined. <c>outbox-queue</c>: 5,000 mails in
/// batches of 100, without raw. The journal lies where --target says.
/// </summary>
internal static class OutboxBenchmark
{
    private const string Ada = "ada@contoso.test";
    private const int DirectMails = 100;
    private const int QueuedMails = 10_000;
    private const int EnqueuedMails = 5_000;
    private const int Batch = 100;

    private static readonly byte[] Group = "MAIL FROM:<ada@contoso.test>\r\nRCPT TO:<bob@contoso.test>\r\nDATA\r\n"u8.ToArray();

    private static readonly string Text = string.Concat(Enumerable.Repeat("A line of about sixty characters, as a small mail has them.\r\n", 30));

    private static readonly byte[] Message = Encoding.ASCII.GetBytes(
        "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\nFrom: ada@contoso.test\r\nTo: bob@contoso.test\r\nSubject: Report\r\nMessage-ID: <1@contoso.test>\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + Text);

    public static Task<Result> DirectAsync(Settings settings) => RunAsync(settings, async (world, raw) => await Turns.TakeAsync(
        settings,
        () => raw.Send(Group, Message, DirectMails, pipelined: false),
        async result =>
        {
            for (int i = 0; i < DirectMails; i++)
            {
                OutlookSendResult sent = await world.Client.SendMailAsync(world.Session, Draft(), new SendRequest { NoJournal = Environment.GetEnvironmentVariable("NOJ") == "1" }, world, CancellationToken.None);
                result.Items += sent.State == OutlookSendState.Sent ? 1 : 0;
            }
        }));

    public static Task<Result> RunAsync(Settings settings) => RunAsync(settings, async (world, raw) =>
    {
        await world.QueueAsync(QueuedMails);
        return await Turns.TakeAsync(
            settings,
            () => raw.Send(Group, Message, QueuedMails, pipelined: true),
            async result =>
            {
                int sent = await world.Client.Outbox
                    .RunAsync(world.Session, new OutboxRunRequest(), world, CancellationToken.None)
                    .CountAsync(item => item.State == OutlookOutboxState.Sent);
                if (sent != QueuedMails)
                {
                    throw new InvalidOperationException($"Only {sent} of {QueuedMails} mails were sent.");
                }

                result.Items = sent;
            },
            between: () => world.QueueAsync(QueuedMails));
    });

    public static Task<Result> QueueAsync(Settings settings) => RunAsync(settings, async (world, _) => await Turns.TakeAsync(
        settings,
        () => 0,
        async result =>
        {
            await world.QueueAsync(EnqueuedMails);
            result.Items = EnqueuedMails;
        }));

    private static MailDraft Draft() => new() { To = ["bob@contoso.test"], Subject = "Report", Text = Text };

    private static async Task<Result> RunAsync(Settings settings, Func<World, RawSubmission, Task<Result>> measure)
    {
        await using SandboxServer sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { SaveSentItems = false, MessagesPerMinute = 0, ConnectionsPerMailbox = 0, RecipientsPerDay = 0 },
            CancellationToken.None);
        string folder = Path.Combine(settings.Target, "outlookmail-bench-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        var world = new World(new OutlookClient(TimeProvider.System, _ => null));
        try
        {
            await world.ConnectAsync(sandbox, folder);
            using var raw = new RawSubmission(sandbox.Info, Ada, sandbox.IssueToken(Ada));
            return await measure(world, raw);
        }
        finally
        {
            await world.Client.DisconnectAsync(world.Session, forget: false, CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed class World(OutlookClient client) : IConnectEvents, IOutboxEvents
    {
        public OutlookClient Client { get; } = client;

        public OutlookSession Session { get; private set; } = null!;

        public async Task ConnectAsync(SandboxServer sandbox, string folder)
        {
            // As somebody's own server, whose mails the governor does not count.
            Session = await Client.ConnectAsync(
                new ConnectRequest
                {
                    Authority = sandbox.Info.Authority,
                    ImapServer = sandbox.Info.ImapHost,
                    ImapPort = sandbox.Info.ImapPort,
                    ImapStartTls = false,
                    SmtpServer = sandbox.Info.SmtpHost,
                    SmtpPort = sandbox.Info.SmtpPort,
                    SmtpImplicitTls = false,
                    CertificateAuthority = X509Certificate2.CreateFromPem(sandbox.Info.CertificateAuthorityPem),
                    AccessToken = new NetworkCredential("", sandbox.IssueToken(Ada)).SecurePassword,
                    Account = Ada,
                    StoreFolder = folder,
                },
                this,
                CancellationToken.None);
        }

        public async Task QueueAsync(int mails)
        {
            QueuedDraft[] batch = Enumerable.Range(0, Batch).Select(_ => new QueuedDraft(Draft(), new QueueRequest())).ToArray();
            for (int i = 0; i < mails; i += Batch)
            {
                await Client.Outbox.QueueAsync(Session, batch, CancellationToken.None);
            }
        }

        public Task DeviceCodeAsync(OutlookDeviceCode code, CancellationToken cancellationToken) => throw new InvalidOperationException("A token was given.");

        public void Progress(OutboxProgress progress)
        {
        }

        public void Verbose(string text)
        {
        }

        public void Warning(string text)
        {
        }
    }
}
