using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Benchmarks;

/// <summary>Every message of a folder as the cmdlet gets it from OutlookClient, over the bare client's summaries: what is left of <c>cmdlet-list</c> is the engine's.</summary>
internal static class ClientList
{
    public static async Task<Result> RunAsync(Settings settings)
    {
        await using ImapConnection connection = await settings.ConnectAsync();
        (OutlookClient client, OutlookSession session) = await ArchiveBenchmark.ConnectAsync(settings);
        var query = new MailQuery { Folders = [settings.Folder] };
        Result result = await Turns.TakeAsync(
            settings,
            () => Task.Run(() => BareAsync(connection, settings.Folder)).GetAwaiter().GetResult(),
            async turn => turn.Items = await client.GetMailAsync(session, query, CancellationToken.None).LongCountAsync());
        return result;
    }

    private static async Task<long> BareAsync(ImapConnection connection, string folder)
    {
        await connection.SelectAsync(folder, readOnly: true);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        return await connection.UidFetchAsync(all, FetchItems.Summary).LongCountAsync();
    }
}
