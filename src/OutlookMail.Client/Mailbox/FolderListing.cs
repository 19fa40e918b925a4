using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// One folder's matching messages, page by page, newest first. The first page is one small FETCH, so that rows show at
/// once; the next ones grow, and each is fetched while the one before it is with the consumer. No turn on the connection
/// spans a page that waits.
/// </summary>
internal sealed class FolderListing : IAsyncDisposable
{
    // Small enough that `-First 5` costs one short answer, large enough that 20,000 messages cost few round trips.
    private const int FirstWindow = 8;
    private const int LargestWindow = 2048;

    private readonly LiveSession session;
    private readonly string folder;
    private readonly MailQuery query;
    private readonly IMailboxEvents events;
    private readonly CancellationTokenSource stop;
    private readonly AddressPool addresses = new();
    private SearchPlan plan = null!;
    private IReadOnlyList<uint>? uids;
    private FolderAt at;
    private int end;
    private int window = FirstWindow;
    private Task<List<OutlookMessage>>? ahead;

    public FolderListing(LiveSession session, string folder, MailQuery query, IMailboxEvents events, CancellationToken cancellationToken)
    {
        this.session = session;
        this.folder = folder;
        this.query = query;
        this.events = events;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <param name="enough">As many messages end the listing: nothing is fetched ahead of them.</param>
    /// <returns>Null at the end. A page may be empty when nothing in it matched.</returns>
    /// <exception cref="OutlookMailException">FolderNotFound, FolderRenumbered, and what the server says.</exception>
    public async Task<IReadOnlyList<OutlookMessage>?> NextAsync(ulong enough)
    {
        if (uids is null)
        {
            await OpenAsync();
        }

        var fetching = ahead ?? FetchNextAsync(enough);
        ahead = null;
        if (fetching is null)
        {
            return null;
        }

        var page = await fetching;
        if ((ulong)page.Count < enough)
        {
            ahead = FetchNextAsync(enough - (ulong)page.Count);
        }

        return page;
    }

    public async ValueTask DisposeAsync()
    {
        stop.Cancel();
        if (ahead is not null)
        {
            try
            {
                await ahead;
            }
            catch (Exception)
            {
                // Nobody waits for this page any more, whatever became of it.
            }
        }

        stop.Dispose();
    }

    private async Task OpenAsync()
    {
        (at, uids) = await session.OnImapAsync(
            async (imap, ct) =>
            {
                // Selected anew each time: that shows what has come since.
                var selected = await imap.SelectAsync(folder, readOnly: true, ct);
                return (new FolderAt(selected.Name, selected.UidValidity), await SearchAsync(imap, ct));
            },
            folder,
            stop.Token);
        end = uids.Count;
    }

    private async Task<IReadOnlyList<uint>> SearchAsync(ImapConnection imap, CancellationToken cancellationToken)
    {
        var takesUtf8 = !session.RefusesUtf8Search && !ServerQuirks.RefusesUtf8Search(imap);
        while (true)
        {
            plan = SearchPlan.From(query, takesUtf8);
            events.Verbose(plan.Describe(folder));
            try
            {
                return await FoundAsync(imap, cancellationToken);
            }
            catch (ImapRefusedException refused) when (takesUtf8 && !plan.Server.IsAscii && refused.ResponseCode is "BADCHARSET" or null)
            {
                session.RefusesUtf8Search = true;
                takesUtf8 = false;
            }
        }
    }

    private async Task<IReadOnlyList<uint>> FoundAsync(ImapConnection imap, CancellationToken cancellationToken)
    {
        if (query.Thread.Count == 0)
        {
            return await imap.UidSearchAsync(plan.Server, cancellationToken);
        }

        var thread = await ThreadFinder.FindAsync(imap, query.Thread, cancellationToken);
        return thread.IsEmpty
            ? Array.Empty<uint>()
            : (await imap.UidSearchAsync(plan.Server, cancellationToken)).Where(thread.Contains).ToArray();
    }

    // UIDs ascend in the order of arrival (RFC 9051 §2.3.1.1), so the highest is the newest.
    private Task<List<OutlookMessage>>? FetchNextAsync(ulong enough)
    {
        if (end == 0)
        {
            return null;
        }

        // Where something is looked at here, nobody knows how many of a window are left.
        var start = Math.Max(0, end - (plan.IsServersAlone ? (int)Math.Min((ulong)window, enough) : window));
        var wanted = new uint[end - start];
        for (var i = start; i < end; i++)
        {
            wanted[i - start] = uids![i];
        }

        end = start;
        window = Math.Min(window * 4, LargestWindow);
        return FetchAsync(wanted);
    }

    private async Task<List<OutlookMessage>> FetchAsync(IReadOnlyList<uint> wanted)
    {
        var page = new List<OutlookMessage>(wanted.Count);
        await foreach (var fetched in session.Imap.FetchAsync(at, UidSet.Of(wanted), FetchItems.Summary, folder, stop.Token))
        {
            var message = MessageMapper.Map(fetched, session.Handle, at, addresses);
            if (plan.Matches(message))
            {
                message.IsListed = true;
                page.Add(message);
            }
        }

        if (plan.BodyText is { } text && page.Count > 0)
        {
            var found = await FindTextAsync(page.Select(message => message.Uid), text);
            page.RemoveAll(message => !found.Contains(message.Uid));
        }

        page.Sort((a, b) => b.Uid.CompareTo(a.Uid));
        return page;
    }

    private async Task<HashSet<uint>> FindTextAsync(IEnumerable<uint> wanted, string text)
    {
        var found = new HashSet<uint>();
        await foreach (var body in session.Imap.DownloadAsync(at, UidSet.Of(wanted), folder, stop.Token))
        {
            using var mime = await MimeMessage.ReadAsync(body.OpenRead(), stop.Token);
            if (mime.GetText()?.IndexOf(text, StringComparison.CurrentCultureIgnoreCase) >= 0)
            {
                found.Add(body.Uid);
            }
        }

        return found;
    }
}
