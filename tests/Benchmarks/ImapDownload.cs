using System;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>Every message of a folder, to a file each, or to nowhere.</summary>
internal static class ImapDownload
{
    private const string Command = "UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])";

    public static async Task<Result> RunAsync(Settings settings)
    {
        string folder = Directory.CreateDirectory(Path.Combine(settings.Target, "outlookmail-bench-" + Environment.ProcessId)).FullName;
        try
        {
            byte[]?[] contents = await ReadAllAsync(settings);
            return await RunAsync(
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
                async body =>
                {
                    using var file = new FileStream(FileOf(folder, body.Uid), FileMode.Create, FileAccess.Write, FileShare.None, 0);
                    await body.CopyToAsync(file, CancellationToken.None);
                });
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static Task<Result> RunDiscardAsync(Settings settings) =>
        RunAsync(settings, raw => raw.Command(Command), body => body.CopyToAsync(Stream.Null));

    private static string FileOf(string folder, long uid) =>
        Path.Combine(folder, uid.ToString(CultureInfo.InvariantCulture) + ".eml");

    private static async Task<Result> RunAsync(Settings settings, Func<RawImap, long> rawRun, Func<FetchedBody, Task> take)
    {
        using var raw = new RawImap(settings);
        await using ImapConnection connection = await OpenAsync(settings);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        Result taken = await Turns.TakeAsync(
            settings,
            () => rawRun(raw),
            async result =>
            {
                long items = 0;
                await foreach (FetchedBody body in connection.UidFetchBodyAsync(all))
                {
                    await take(body);
                    items++;
                }

                result.Items = items;
            });
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
        ImapConnection connection = await ImapConnection.ConnectAsync(settings.Endpoint, settings.Options);
        await connection.AuthenticateAsync(settings.User, settings.Token);
        await connection.SelectAsync(settings.Folder, readOnly: true);
        return connection;
    }
}
