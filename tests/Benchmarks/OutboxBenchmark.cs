using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.KillTest;
using OutlookMail.Model;
using OutlookMail.Sandbox;

namespace OutlookMail.Benchmarks;

/// <summary>
/// Sending through the journal against a sandbox of this process, whose limits are off and which therefore costs both
/// sides the same, or with --servers to Postfix. <c>outbox-direct</c>: 100 mails, each with its own call; raw is one
/// transaction each on a warm connection. <c>outbox-direct-bare</c>: without the journal. <c>outbox-run</c>: 10,000 queued mails; raw has them pipelined. <c>outbox-queue</c>: 5,000 mails in
/// batches of 100, without raw. The journal lies where --target says.
/// </summary>
internal static class OutboxBenchmark
{
    private const string Ada = "ada@contoso.test";
    private const int DirectMails = 100;
    private const int QueuedMails = 10_000;
    private const int EnqueuedMails = 5_000;
    private const int Batch = 100;

    private static readonly string Text = string.Concat(Enumerable.Repeat("A line of about sixty characters, as a small mail has them.\r\n", 30));

    private static readonly byte[] Message = Encoding.ASCII.GetBytes(
        "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\nFrom: ada@contoso.test\r\nTo: bob@contoso.test\r\nSubject: Report\r\nMessage-ID: <1@contoso.test>\r\n"
        + "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: 7bit\r\n\r\n" + Text);

    public static Task<Result> DirectAsync(Settings settings) => DirectAsync(settings, new SendRequest());

    public static Task<Result> DirectBareAsync(Settings settings) => DirectAsync(settings, new SendRequest { NoJournal = true });

    public static Task<Result> RunAsync(Settings settings) => RunAsync(settings, async (world, raw) =>
    {
        int mails = settings.Count ?? QueuedMails;
        await world.QueueAsync(mails);
        return await Turns.TakeAsync(
            settings,
            () => raw.Send(world.Commands, Message, mails, pipelined: true),
            async result =>
            {
                int sent = await world.Client.Outbox
                    .RunAsync(world.Session, new OutboxRunRequest(), world, CancellationToken.None)
                    .CountAsync(item => item.State == OutlookOutboxState.Sent);
                if (sent != mails)
                {
                    throw new InvalidOperationException($"Only {sent} of {mails} mails were sent.");
                }

                result.Items = sent;
            },
            between: () => world.QueueAsync(mails));
    });

    public static Task<Result> QueueAsync(Settings settings) => RunAsync(settings, async (world, _) => await Turns.TakeAsync(
        settings,
        () => 0,
        async result =>
        {
            await world.QueueAsync(EnqueuedMails);
            result.Items = EnqueuedMails;
        }));

    private static Task<Result> DirectAsync(Settings settings, SendRequest request) => RunAsync(settings, async (world, raw) => await Turns.TakeAsync(
        settings,
        () => raw.Send(world.Commands, Message, DirectMails, pipelined: false),
        async result =>
        {
            for (int i = 0; i < DirectMails; i++)
            {
                OutlookSendResult sent = await world.Client.SendMailAsync(world.Session, Draft(), request, world, CancellationToken.None);
                result.Items += sent.State == OutlookSendState.Sent ? 1 : 0;
            }
        }));

    private static MailDraft Draft() => new() { To = ["bob@contoso.test"], Subject = "Report", Text = Text };

    private static async Task<Result> RunAsync(Settings settings, Func<World, RawSubmission, Task<Result>> measure)
    {
        await using SandboxServer? sandbox = settings.Servers.Length > 0 ? null : await SandboxServer.StartAsync(
            new SandboxOptions { SaveSentItems = false, MessagesPerMinute = 0, ConnectionsPerMailbox = 0, RecipientsPerDay = 0 },
            CancellationToken.None);
        string folder = Path.Combine(settings.Target, "outlookmail-bench-" + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(folder);
        KillPlan plan = sandbox is null ? await new RealServersWorld(settings.Servers, fileSentCopies: false).PlanAsync(folder) : Plan(sandbox, folder);
        var client = new OutlookClient(TimeProvider.System, _ => null);
        var world = new World(client, await KillWorker.ConnectAsync(client, plan), plan.User);
        try
        {
            using var raw = new RawSubmission(plan.SmtpHost, plan.SmtpPort, X509Certificate2.CreateFromPem(plan.CertificateAuthorityPem), plan.User, plan.Token);
            return await measure(world, raw);
        }
        finally
        {
            await client.DisconnectAsync(world.Session, forget: false, CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    // As somebody's own server, whose mails the governor does not count.
    private static KillPlan Plan(SandboxServer sandbox, string folder) => new()
    {
        Authority = sandbox.Info.Authority,
        ImapHost = sandbox.Info.ImapHost,
        ImapPort = sandbox.Info.ImapPort,
        SmtpHost = sandbox.Info.SmtpHost,
        SmtpPort = sandbox.Info.SmtpPort,
        CertificateAuthorityPem = sandbox.Info.CertificateAuthorityPem,
        User = Ada,
        Token = sandbox.IssueToken(Ada),
        Folder = folder,
        ClockOffset = default,
        ClockJumps = false,
        Mails = [],
    };

    private sealed class World(OutlookClient client, OutlookSession session, string user) : IOutboxEvents
    {
        public OutlookClient Client { get; } = client;

        public OutlookSession Session { get; } = session;

        public byte[] Commands { get; } = Encoding.ASCII.GetBytes($"MAIL FROM:<{user}>\r\nRCPT TO:<bob@contoso.test>\r\nDATA\r\n");

        public async Task QueueAsync(int mails)
        {
            QueuedDraft[] batch = Enumerable.Range(0, Batch).Select(_ => new QueuedDraft(Draft(), new QueueRequest())).ToArray();
            for (int i = 0; i < mails; i += Batch)
            {
                await Client.Outbox.QueueAsync(Session, batch, CancellationToken.None);
            }
        }

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
