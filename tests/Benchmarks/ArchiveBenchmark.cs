using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;
using OutlookMail.Client;
using OutlookMail.Model;

namespace OutlookMail.Benchmarks;

/// <summary>
/// Export and synchronisation of a mailbox. <c>export-eml</c> takes turns with mbsync (isync; <c>--password-file</c>, since it
/// knows no tokens), both into empty folders; <c>export-again</c>, <c>sync-again</c> and <c>sync-flags</c> have nothing new to do.
/// </summary>
internal static class ArchiveBenchmark
{
    public static async Task<Result> ExportAsync(Settings settings)
    {
        using var place = new Place(settings);
        var (client, session) = await ConnectAsync(settings);
        using var mbsync = new Mbsync(settings, place.Of("mbsync"));
        using var memory = new MemoryWatch();
        var result = await Turns.TakeAsync(
            settings,
            () =>
            {
                place.Clear("mbsync");
                return mbsync.Pull();
            },
            async turn =>
            {
                place.Clear("eml");
                turn.Items = await ExportAsync(client, session, settings, place.Of("eml"));
            });
        result.Budget = 1;
        result.PeakAboveIdle = memory.Peak;
        return result;
    }

    public static Task<Result> ExportAgainAsync(Settings settings) =>
        AgainAsync(settings, (client, session, path) => ExportAsync(client, session, settings, path, everything: true));

    public static Task<Result> SyncAgainAsync(Settings settings) => AgainAsync(settings, SyncAsync);

    /// <summary>The same as at a server without CONDSTORE: what the archive knows of its counters is taken away before each run.</summary>
    public static Task<Result> SyncFlagsAsync(Settings settings) => AgainAsync(
        settings,
        async (client, session, path) =>
        {
            using (var database = new SqliteConnection($"Data Source={Path.Combine(path, "archive.db")};Pooling=False"))
            {
                if (File.Exists(Path.Combine(path, "archive.db")))
                {
                    database.Open();
                    using var command = database.CreateCommand();
                    command.CommandText = "UPDATE folder SET modseq = 0";
                    command.ExecuteNonQuery();
                }
            }

            return await SyncAsync(client, session, path);
        });

    public static async Task<Result> SyncAsync(Settings settings)
    {
        using var place = new Place(settings);
        var (client, session) = await ConnectAsync(settings);
        using var mbsync = new Mbsync(settings, place.Of("mbsync"));
        using var memory = new MemoryWatch();
        var result = await Turns.TakeAsync(
            settings,
            () =>
            {
                place.Clear("mbsync");
                return mbsync.Pull();
            },
            async turn =>
            {
                place.Clear("archive");
                var request = new SyncRequest { Path = place.Of("archive"), Folders = [settings.Folder] };
                turn.Items = await client.Archive.SyncAsync(session, request, Silent.Instance, CancellationToken.None).Select(folder => (long)folder.Added).SumAsync();
            });
        result.PeakAboveIdle = memory.Peak;
        return result;
    }

    private static async Task<Result> AgainAsync(Settings settings, Func<OutlookClient, OutlookSession, string, Task<long>> run)
    {
        using var place = new Place(settings);
        var (client, session) = await ConnectAsync(settings);
        var items = await run(client, session, place.Of("again"));
        using var memory = new MemoryWatch();
        var result = await Turns.TakeAsync(settings, () => 0, async _ => await run(client, session, place.Of("again")));
        // Nothing stands beside it: the budget is a time.
        result.Raw.Clear();
        result.RawCpu.Clear();
        result.Items = items;
        result.PeakAboveIdle = memory.Peak;
        return result;
    }

    private static async Task<long> ExportAsync(OutlookClient client, OutlookSession session, Settings settings, string path, bool everything = false)
    {
        var request = new ExportRequest(path, OutlookArchiveFormat.Eml) { Folders = everything ? [] : [settings.Folder] };
        return await client.ExportAsync(session, request, Silent.Instance, CancellationToken.None).Select(folder => (long)folder.Exported + folder.Unchanged).SumAsync();
    }

    private static async Task<long> SyncAsync(OutlookClient client, OutlookSession session, string path) =>
        await client.Archive.SyncAsync(session, new SyncRequest { Path = path }, Silent.Instance, CancellationToken.None).Select(folder => (long)folder.Messages).SumAsync();

    internal static async Task<(OutlookClient, OutlookSession)> ConnectAsync(Settings settings)
    {
        var mailbox = await MailboxSession.ConnectAsync(settings);
        return (mailbox.Client, mailbox.Handle);
    }

    /// <summary>Folders of the run, which go with it.</summary>
    private sealed class Place(Settings settings) : IDisposable
    {
        private readonly string root = Directory.CreateDirectory(Path.Combine(settings.Target, "outlookmail-archive-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture))).FullName;

        public string Of(string name) => Path.Combine(root, name);

        public void Clear(string name)
        {
            if (Directory.Exists(Of(name)))
            {
                Directory.Delete(Of(name), recursive: true);
            }

            Directory.CreateDirectory(Of(name));
        }

        public void Dispose() => Directory.Delete(root, recursive: true);
    }

    /// <summary>The foreign program, told to pull one folder and not to wait for the disk.</summary>
    private sealed class Mbsync(Settings settings, string target) : IDisposable
    {
        private readonly string configuration = Write(settings, target);

        public long Pull()
        {
            using var process = Process.Start(new ProcessStartInfo("mbsync", ["-q", "-c", configuration, "bench"]))!;
            process.WaitForExit();
            return process.ExitCode == 0
                ? Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length)
                : throw new InvalidOperationException("mbsync failed.");
        }

        public void Dispose()
        {
            File.Delete(configuration);
            File.Delete(configuration + ".pem");
        }

        private static string Write(Settings settings, string target)
        {
            var path = Path.Combine(settings.Target, "outlookmail-mbsync-" + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            File.WriteAllText(path + ".pem", settings.Authority?.ExportCertificatePem() ?? "");
            File.WriteAllText(path, $"""
                FSync no
                IMAPAccount bench
                Host {settings.Host}
                Port {settings.Port}
                User {settings.User}
                Pass {settings.Password}
                SSLType IMAPS
                SystemCertificates no
                CertificateFile {path}.pem
                AuthMechs PLAIN LOGIN

                IMAPStore remote
                Account bench

                MaildirStore local
                Path {target}/
                Inbox {target}/INBOX
                SubFolders Verbatim

                Channel bench
                Far :remote:
                Near :local:
                Patterns {settings.Folder}
                Create Near
                Sync Pull
                SyncState *

                """);
            return path;
        }
    }
}
