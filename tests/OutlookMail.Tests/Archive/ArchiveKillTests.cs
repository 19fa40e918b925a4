using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;
using OutlookMail.Sandbox;
using OutlookMail.Tests.Client;
using Xunit;

namespace OutlookMail.Tests.Archive;

/// <summary>Exports, synchronisations and imports in processes of their own, killed (SIGKILL) at random points while the mailbox changes; the last run is not killed.</summary>
public sealed class ArchiveKillTests
{
    private const string Begin = "begin";
    private const string Done = "done";
    private const int Runs = 8;
    private const int MostRuns = 3 * Runs;
    private const int LeastKills = 3;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Sync")]
    [InlineData("Eml")]
    [InlineData("Maildir")]
    [InlineData("Mbox")]
    [InlineData("Zip")]
    [InlineData("Import")]
    public async Task Killed_at_any_point_the_next_run_completes_the_work(string work)
    {
        var folder = Directory.CreateTempSubdirectory("outlookmail-archive-kill-");
        await using var world = await SandboxSession.StartAsync(new SandboxOptions { AccessTokenLifetime = TimeSpan.FromDays(1) });
        var random = new Random(7);
        var inbox = world.Sandbox.Store.Mailbox(ArchiveWorld.Ada).Folder("INBOX");
        var sources = Directory.CreateDirectory(Path.Combine(folder.FullName, "sources"));
        var kills = 0;
        var window = TimeSpan.FromMilliseconds(1500);
        var isLast = false;
        for (var run = 0; !isLast; run++)
        {
            isLast = run >= Runs && (kills >= LeastKills || run == MostRuns);
            for (var i = 0; i < 60; i++)
            {
                var message = ArchiveWorld.Message(FormattableString.Invariant($"{run}-{i}"), "words and more words\r\n", random.Next(40) == 0 ? 20_000 : random.Next(300));
                if (work == "Import")
                {
                    await File.WriteAllTextAsync(Path.Combine(sources.FullName, FormattableString.Invariant($"{run}-{i}.eml")), message, Ct);
                }
                else
                {
                    inbox.Append(message);
                }
            }

            if (work == "Sync" && run is 2 or 5)
            {
                await ExpungeAsync(world.Sandbox, (uint)(run * 10));
            }

            var took = await RunAsync(world.Sandbox, work, folder.FullName, isLast ? null : window * random.NextDouble());
            kills += took is null ? 1 : 0;
            // Near to what a run takes here, so that kills come at any point of it.
            window = took is { } whole ? 0.5 * (window + whole) : window;
        }

        Assert.True(kills >= LeastKills, FormattableString.Invariant($"Only {kills} runs were killed."));
        await AssertCompleteAsync(world, work, folder.FullName);
        folder.Delete(recursive: true);
    }

    [Fact(Explicit = true)]
    public async Task Work()
    {
        var plan = JsonSerializer.Deserialize<Plan>(Console.In.ReadLine()!)!;
        var client = new OutlookClient(TimeProvider.System, _ => null);
        var session = await ConnectAsync(client, plan);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        output.WriteLine(Begin);
        await WorkAsync(client, session, plan.Work, plan.Folder);
        output.WriteLine(Done);
    }

    private static async Task WorkAsync(OutlookClient client, OutlookSession session, string work, string folder)
    {
        var events = new RecordedArchiveEvents();
        switch (work)
        {
            case "Sync":
                await client.Archive.SyncAsync(session, new SyncRequest { Path = Path.Combine(folder, "archive") }, events, Ct).CountAsync(Ct);
                break;
            case "Import":
                await client.Archive.ImportAsync(session, new ImportRequest { Paths = [Path.Combine(folder, "sources")] }, events, Ct).CountAsync(Ct);
                break;
            default:
                await client.ExportAsync(session, Export(work, folder), events, Ct).CountAsync(Ct);
                break;
        }
    }

    private static ExportRequest Export(string work, string folder)
    {
        var format = Enum.Parse<OutlookArchiveFormat>(work);
        return new ExportRequest(Path.Combine(folder, format == OutlookArchiveFormat.Zip ? "x.zip" : "x"), format);
    }

    /// <returns>How long it worked; null when it was killed.</returns>
    private static async Task<TimeSpan?> RunAsync(SandboxServer sandbox, string work, string folder, TimeSpan? killAfter)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } dotnet && dotnet.EndsWith("dotnet", StringComparison.Ordinal) ? dotnet : "dotnet")
        {
            ArgumentList = { "exec", typeof(ArchiveKillTests).Assembly.Location, "-noColor", "-explicit", "only", "-method", typeof(ArchiveKillTests).FullName + "." + nameof(Work) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(PlanOf(sandbox, work, folder)));
        await process.StandardInput.FlushAsync(Ct);
        TimeSpan? took = null;
        var age = new Stopwatch();
        var killing = Task.CompletedTask;
        while (await process.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (line == Begin)
            {
                age.Start();
            }

            if (line == Begin && killAfter is { } after)
            {
                killing = Task.Run(
                    async () =>
                    {
                        await Task.Delay(after, Ct);
                        if (!process.HasExited)
                        {
                            process.Kill();
                        }
                    },
                    Ct);
            }

            took = line == Done ? age.Elapsed : took;
        }

        await process.WaitForExitAsync(Ct);
        await killing;
        return took;
    }

    private static async Task ExpungeAsync(SandboxServer sandbox, uint uid)
    {
        await using var imap = await ArchiveWorld.ConnectAsync(sandbox);
        await imap.SelectAsync("INBOX", readOnly: false, Ct);
        await imap.UidStoreAsync(UidSet.Of(uid), StoreMode.Add, ["\\Deleted"], cancellationToken: Ct);
        await imap.ExpungeAsync(Ct);
    }

    private static async Task AssertCompleteAsync(SandboxSession world, string work, string folder)
    {
        var there = world.Sandbox.Store.Mailbox(ArchiveWorld.Ada).Folder("INBOX").Messages.Select(message => Encoding.Latin1.GetString(message.Bytes.Span)).Order().ToArray();
        var session = await ConnectAsync(world.Client, PlanOf(world.Sandbox, work, folder));
        var events = new RecordedArchiveEvents();
        switch (work)
        {
            case "Sync":
                await world.Client.Archive.SyncAsync(session, new SyncRequest { Path = Path.Combine(folder, "archive"), Verify = true }, events, Ct).CountAsync(Ct);
                var hits = await world.Client.Archive.SearchAsync(new ArchiveQuery { Path = Path.Combine(folder, "archive") }, Ct).ToListAsync(Ct);
                Assert.Equal(there, hits.Select(hit => Text(hit.OpenRead())).Order());
                break;
            case "Import":
                var files = Directory.EnumerateFiles(Path.Combine(folder, "sources")).Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))).Order();
                Assert.Equal(files, there);
                break;
            default:
                var request = Export(work, folder);
                request.Verify = true;
                var results = await world.Client.ExportAsync(session, request, events, Ct).ToListAsync(Ct);
                Assert.Equal((0, there.Length), (results.Sum(result => result.Exported), results.Sum(result => result.Unchanged)));
                Assert.Equal(there.Length, ImportSource.Read(request.Path).Select(item => Text(new CrLfStream(item.Open()))).Order().Zip(there, Same).Count(same => same));
                break;
        }

        Assert.Empty(events.Errors);
        Assert.Empty(events.Warnings);
    }

    private static bool Same(string one, string other) => one == other;

    private static string Text(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static Plan PlanOf(SandboxServer sandbox, string work, string folder) => new(
        sandbox.Info.Authority, sandbox.Info.ImapHost, sandbox.Info.ImapPort, sandbox.Info.SmtpHost, sandbox.Info.SmtpPort,
        sandbox.Info.CertificateAuthorityPem, sandbox.IssueToken(ArchiveWorld.Ada, lifetime: TimeSpan.FromDays(1)), work, folder);

    private static Task<OutlookSession> ConnectAsync(OutlookClient client, Plan plan) => client.ConnectAsync(
        new ConnectRequest
        {
            Authority = plan.Authority,
            ImapServer = plan.ImapHost,
            ImapPort = plan.ImapPort,
            ImapStartTls = false,
            SmtpServer = plan.SmtpHost,
            SmtpPort = plan.SmtpPort,
            SmtpImplicitTls = false,
            CertificateAuthority = X509Certificate2.CreateFromPem(plan.Pem),
            AccessToken = new NetworkCredential("", plan.Token).SecurePassword,
            Account = ArchiveWorld.Ada,
            StoreFolder = Path.Combine(plan.Folder, "data"),
        },
        SandboxSession.NoCode,
        Ct);

    private sealed record Plan(string Authority, string ImapHost, int ImapPort, string SmtpHost, int SmtpPort, string Pem, string Token, string Work, string Folder);
}
