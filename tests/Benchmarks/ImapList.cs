using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using OutlookMail.Imap;

namespace OutlookMail.Benchmarks;

/// <summary>Every summary of a folder: by the protocol's own connection, or as commands read it, through the pool with its recovery.</summary>
internal static class ImapList
{
    public static async Task<Result> RunAsync(Settings settings)
    {
        await using ImapConnection connection = await settings.ConnectAsync();
        await connection.SelectAsync(settings.Folder, readOnly: true);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        return await RunAsync(settings, () => connection.UidFetchAsync(all, FetchItems.Summary));
    }

    public static async Task<Result> RunPoolAsync(Settings settings)
    {
        await using MailboxSession mailbox = await MailboxSession.ConnectAsync(settings);
        var folder = new FolderAt(settings.Folder);
        UidSet all = UidSet.Of(await mailbox.Imap.ReadAsync(folder, (imap, _, ct) => imap.UidSearchAsync(SearchQuery.All, ct), null, CancellationToken.None));
        return await RunAsync(settings, () => mailbox.Imap.FetchAsync(folder, all, FetchItems.Summary, null, CancellationToken.None));
    }

    private static async Task<Result> RunAsync(Settings settings, Func<IAsyncEnumerable<FetchedMessage>> list)
    {
        using var raw = new RawImap(settings);
        Result taken = await Turns.TakeAsync(
            settings,
            () => raw.Command("UID FETCH 1:* (FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE)"),
            async result =>
            {
                long items = 0;
                await foreach (FetchedMessage message in list())
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
