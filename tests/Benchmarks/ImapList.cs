using System;
using System.Threading.Tasks;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>Every summary of a folder.</summary>
internal static class ImapList
{
    public static async Task<Result> RunAsync(Settings settings)
    {
        using var raw = new RawImap(settings);
        await using ImapConnection connection = await ImapConnection.ConnectAsync(settings.Endpoint, settings.Options);
        await connection.AuthenticateAsync(settings.User, settings.Token);
        await connection.SelectAsync(settings.Folder, readOnly: true);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        Result taken = await Turns.TakeAsync(
            settings,
            () => raw.Command("UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)"),
            async result =>
            {
                long items = 0;
                await foreach (FetchedMessage message in connection.UidFetchAsync(all, FetchItems.Summary))
                {
                    if (message.Envelope is null || message.BodyStructure is null)
                    {
                        throw new InvalidOperationException("An incomplete summary: UID " + message.Uid);
                    }

                    items++;
                }

                result.Items = items;
            });
        taken.Budget = 1.4;
        taken.ItemAllocationBudget = 3 * 1024;
        return taken;
    }
}
