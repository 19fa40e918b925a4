using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Sandbox;
using OutlookMail.Sandbox.Store;
using OutlookMail.Smtp;
using OutlookMail.Wire;

namespace OutlookMail.Benchmarks;

/// <summary>
/// The sandbox's own figures. sandbox-list needs a server beside it (<c>--host</c> and so on, Dovecot); the others need none.
/// sandbox-start is told in milliseconds since the first line of a process of its own; sandbox-size in octets of memory.
/// </summary>
internal static class SandboxBenchmark
{
    private const string StartName = "sandbox-start-once";
    private const string User = "ada@contoso.test";
    private const int ListCount = 20_000;
    private const int SizeCount = 100_000;
    private const int ImapConnections = 200;
    private const int SmtpConnections = 50;
    private const string List = "UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)";

    private static readonly DateTimeOffset CorpusEnd = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A start in this process, for the process that measures it.</summary>
    public static bool Knows(string[] arguments) => arguments is [StartName];

    public static async Task<int> StartOnceAsync()
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        await using SandboxServer server = await SandboxServer.StartAsync(new SandboxOptions(), CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(began).TotalMilliseconds} {(Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds}"));
        return 0;
    }

    /// <summary>From the call to every port answering, each time in a fresh process, its just-in-time compiling included.</summary>
    public static async Task<Result> StartAsync(Settings settings)
    {
        var result = new Result { Items = settings.Runs };
        for (int i = 0; i < settings.Runs; i++)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [StartName]) { RedirectStandardOutput = true })!;
            string[] figures = (await process.StandardOutput.ReadToEndAsync()).Trim().Split(' ');
            await process.WaitForExitAsync();
            result.Ours.Add(double.Parse(figures[0], CultureInfo.InvariantCulture));
            result.OursCpu.Add(double.Parse(figures[1], CultureInfo.InvariantCulture));
        }

        return result;
    }

    /// <summary>The same messages listed on a bare socket here and there; the budget is twice the other server's time.</summary>
    public static async Task<Result> ListAsync(Settings settings)
    {
        await using SandboxServer server = await StartAsync(SandboxImapProfile.Exchange);
        SandboxFolder inbox = server.Store.Mailbox(User).Folder("INBOX");
        await using (ImapConnection there = await ImapConnection.ConnectAsync(settings.Endpoint, settings.Options))
        {
            await there.AuthenticateAsync(settings.User, settings.Token);
            string folder = "Bench" + Guid.NewGuid().ToString("N");
            await there.CreateAsync(folder);
            foreach ((byte[] Message, DateTimeOffset Received)[] some in MailCorpus.Generate(ListCount, CorpusEnd).Chunk(200))
            {
                await foreach (AppendResult _ in there.AppendAsync(folder, some.Select(m => new AppendMessage(m.Message) { InternalDate = m.Received })))
                {
                }

                foreach ((byte[] message, DateTimeOffset received) in some)
                {
                    inbox.Append(message, received: received);
                }
            }

            settings.Folder = folder;
        }

        using var raw = new RawImap(settings);
        using var ours = new RawImap(Settings.Of(server));
        Result result = await Turns.TakeAsync(settings, () => raw.Command(List), turn =>
        {
            turn.Bytes = ours.Command(List);
            turn.Items = ListCount;
            return Task.CompletedTask;
        });
        result.Budget = 2;
        return result;
    }

    /// <summary>A mailbox of 100,000 messages, listed once: what the process then holds.</summary>
    public static async Task<Result> SizeAsync(Settings settings)
    {
        await using SandboxServer server = await StartAsync(SandboxImapProfile.Exchange);
        SandboxFolder inbox = server.Store.Mailbox(User).Folder("INBOX");
        var result = new Result();
        long idle = Environment.WorkingSet;
        foreach ((byte[] message, DateTimeOffset received) in MailCorpus.Generate(SizeCount, CorpusEnd))
        {
            inbox.Append(message, received: received);
            result.Bytes += message.Length;
            result.Items++;
            result.PeakAboveIdle = Math.Max(result.PeakAboveIdle, Environment.WorkingSet - idle);
        }

        using var raw = new RawImap(Settings.Of(server));
        long began = Stopwatch.GetTimestamp();
        raw.Command(List);
        result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        result.PeakAboveIdle = Math.Max(result.PeakAboveIdle, Environment.WorkingSet - idle);
        GC.Collect();
        result.Allocated.Add(Environment.WorkingSet);
        return result;
    }

    /// <summary>200 IMAP and 50 SMTP connections signed in at once, each with one command under way.</summary>
    public static async Task<Result> ConnectionsAsync(Settings settings)
    {
        await using SandboxServer server = await StartAsync(SandboxImapProfile.Exchange);
        server.Store.Mailbox(User).Folder("INBOX").Fill(100);
        var options = new WireOptions { CertificateAuthority = server.CertificateAuthority };
        string token = server.IssueToken(User);
        var result = new Result { Items = ImapConnections + SmtpConnections };
        for (int run = 0; run < settings.Runs; run++)
        {
            long began = Stopwatch.GetTimestamp();
            var imap = await Task.WhenAll(Enumerable.Range(0, ImapConnections).Select(async _ =>
            {
                ImapConnection connection = await ImapConnection.ConnectAsync(new WireEndpoint("localhost", server.Info.ImapPort, TlsMode.Implicit), options);
                await connection.AuthenticateAsync(User, token);
                await connection.SelectAsync("INBOX", readOnly: true);
                return connection;
            }));
            var smtp = await Task.WhenAll(Enumerable.Range(0, SmtpConnections).Select(async _ =>
            {
                SmtpConnection connection = await SmtpConnection.ConnectAsync(new WireEndpoint("localhost", server.Info.SmtpPort, TlsMode.StartTls), options, CancellationToken.None);
                await connection.AuthenticateAsync(User, token, CancellationToken.None);
                return connection;
            }));
            await Task.WhenAll(imap.Select(c => c.NoopAsync()));
            result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            foreach (IAsyncDisposable connection in imap.Cast<IAsyncDisposable>().Concat(smtp))
            {
                await connection.DisposeAsync();
            }
        }

        return result;
    }

    private static Task<SandboxServer> StartAsync(SandboxImapProfile profile) => SandboxServer.StartAsync(
        new SandboxOptions { ImapProfile = profile, MessagesPerMinute = 0, ConnectionsPerMailbox = 0, RecipientsPerDay = 0, AccessTokenLifetime = TimeSpan.FromDays(1) }, CancellationToken.None);
}
