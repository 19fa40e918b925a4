using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>
/// 2,000 messages over a line of 50 ms, against one FETCH per round trip. The latter is taken for the first 100 of them
/// and multiplied: the time of a round trip does not change.
/// </summary>
internal static class ImapLatency
{
    private const int Messages = 2000;

    private const int Sampled = 100;

    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);

    public static async Task<Result> RunAsync(Settings settings)
    {
        using var line = new DelayProxy(settings.Host, settings.Port, RoundTrip);
        await using ImapConnection connection = await settings.ConnectAsync(line.Port);
        await connection.SelectAsync(settings.Folder, readOnly: true);
        uint[] all = [.. (await connection.UidSearchAsync(SearchQuery.All)).Take(Messages)];
        if (all.Length < Messages)
        {
            throw new InvalidOperationException($"{settings.Folder} has {all.Length} messages; imap-seed makes more.");
        }

        // At least twenty times as fast.
        var result = new Result { Items = Messages, Budget = 0.05 };
        for (int run = 0; run < Math.Min(settings.Runs, 3); run++)
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Sampled; i++)
            {
                await ReadAsync(connection, UidSet.Of(all[i]));
            }

            result.Raw.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds * Messages / Sampled);
            began = Stopwatch.GetTimestamp();
            result.Bytes = await ReadAsync(connection, UidSet.Of(all));
            result.Ours.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return result;
    }

    private static async Task<long> ReadAsync(ImapConnection connection, UidSet uids)
    {
        long octets = 0;
        await foreach (FetchedBody body in connection.UidFetchBodyAsync(uids))
        {
            await body.CopyToAsync(Stream.Null);
            octets += body.Length;
        }

        return octets;
    }
}
