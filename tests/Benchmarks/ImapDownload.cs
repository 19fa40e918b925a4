using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>Every message of a folder, to a file each or to nowhere: by the protocol's own connection, or as commands read
/// it, through the pool with its recovery.</summary>
internal static class ImapDownload
{
    private const string Command = "UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])";

    /// <summary>Where a message goes; null: to nowhere.</summary>
    private delegate Stream? Target(uint uid);

    public static Task<Result> RunAsync(Settings settings) => ToFilesAsync(settings, DirectAsync);

    public static Task<Result> RunPoolAsync(Settings settings) => ToFilesAsync(settings, PoolAsync);

    public static Task<Result> RunDiscardAsync(Settings settings) => DirectAsync(settings, raw => raw.Command(Command), _ => null);

    public static Task<Result> RunDiscardPoolAsync(Settings settings) => PoolAsync(settings, raw => raw.Command(Command), _ => null);

    private static async Task<Result> ToFilesAsync(Settings settings, Func<Settings, Func<RawImap, long>, Target, Task<Result>> run)
    {
        string folder = Directory.CreateDirectory(Path.Combine(settings.Target, "outlookmail-bench-" + Environment.ProcessId)).FullName;
        try
        {
            byte[]?[] contents = await ReadAllAsync(settings);
            return await run(
                settings,
                raw =>
                {
                    long bytes = raw.Command(Command);
                    for (int i = 0; i < contents.Length; i++)
                    {
                        if (contents[i] is { } content)
                        {
                            File.WriteAllBytes(FileOf(folder, i), content);
                        }
                    }

                    return bytes;
                },
                uid => new FileStream(FileOf(folder, uid), FileMode.Create, FileAccess.Write, FileShare.None, 0));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string FileOf(string folder, long uid) =>
        Path.Combine(folder, uid.ToString(CultureInfo.InvariantCulture) + ".eml");

    private static async Task<Result> DirectAsync(Settings settings, Func<RawImap, long> rawRun, Target target)
    {
        await using ImapConnection connection = await OpenAsync(settings);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        return await TakeAsync(settings, rawRun, async result =>
        {
            long items = 0;
            await foreach (FetchedBody body in connection.UidFetchBodyAsync(all))
            {
                using Stream? file = target(body.Uid);
                await body.CopyToAsync(file ?? Stream.Null);
                items++;
            }

            result.Items = items;
        });
    }

    private static async Task<Result> PoolAsync(Settings settings, Func<RawImap, long> rawRun, Target target)
    {
        await using MailboxSession mailbox = await MailboxSession.ConnectAsync(settings);
        var folder = new FolderAt(settings.Folder);
        UidSet all = UidSet.Of(await mailbox.Imap.ReadAsync(folder, (imap, _, ct) => imap.UidSearchAsync(SearchQuery.All, ct), null, CancellationToken.None));
        return await TakeAsync(settings, rawRun, async result =>
        {
            long items = 0;
            await foreach (ResumingBody body in mailbox.Imap.DownloadAsync(folder, all, null, CancellationToken.None))
            {
                using Stream? file = target(body.Uid);
                await body.CopyToAsync(file ?? Stream.Null, CancellationToken.None);
                items++;
            }

            result.Items = items;
        });
    }

    private static async Task<Result> TakeAsync(Settings settings, Func<RawImap, long> rawRun, Func<Result, Task> ours)
    {
        using var raw = new RawImap(settings);
        Result taken = await Turns.TakeAsync(settings, () => rawRun(raw), ours);
        taken.Budget = 1.15;
        return taken;
    }

    private static async Task<byte[]?[]> ReadAllAsync(Settings settings)
    {
        await using ImapConnection connection = await OpenAsync(settings);
        var uids = await connection.UidSearchAsync(SearchQuery.All);
        var contents = new byte[]?[uids.Count == 0 ? 0 : uids[^1] + 1];
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(UidSet.Of(uids)))
        {
            using var memory = new MemoryStream();
            await body.CopyToAsync(memory);
            contents[body.Uid] = memory.ToArray();
        }

        return contents;
    }

    private static async Task<ImapConnection> OpenAsync(Settings settings)
    {
        ImapConnection connection = await settings.ConnectAsync();
        await connection.SelectAsync(settings.Folder, readOnly: true);
        return connection;
    }
}
