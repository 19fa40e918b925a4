using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Lists a folder, newest first. The first rows come after one small FETCH; the windows then grow.</summary>
internal static class MailLister
{
    // Small enough that `-First 5` costs one short answer, large enough that 20,000 messages cost few round trips.
    private const int FirstWindow = 8;
    private const int LargestWindow = 1024;

    public static async IAsyncEnumerable<OutlookMessage> ListAsync(
        LiveSession session,
        MailQuery query,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var plan = SearchPlan.From(query);
        var (folder, uids) = await session.OnImapAsync(
            async (imap, ct) =>
            {
                // Selected anew each time: that shows what has come since.
                var selected = await imap.SelectAsync(query.Folder, readOnly: true, ct);
                return (new FolderAt(selected.Name, selected.UidValidity), await imap.UidSearchAsync(plan.Server, ct));
            },
            query.Folder,
            cancellationToken);

        // UIDs ascend in the order of arrival (RFC 9051 §2.3.1.1), so the highest is the newest.
        var skip = query.Skip;
        var left = query.First;
        var window = (int)Math.Min(left < FirstWindow ? Math.Max(left, 1) : FirstWindow, FirstWindow);
        for (var end = uids.Count; end > 0 && left > 0; window = Math.Min(window * 4, LargestWindow))
        {
            var start = Math.Max(0, end - window);
            var wanted = Slice(uids, start, end);
            end = start;
            foreach (var message in await FetchAsync(session, folder, plan, wanted, cancellationToken))
            {
                if (skip > 0)
                {
                    skip--;
                    continue;
                }

                yield return message;
                if (--left == 0)
                {
                    yield break;
                }
            }
        }
    }

    private static async Task<List<OutlookMessage>> FetchAsync(
        LiveSession session, FolderAt folder, SearchPlan plan, IReadOnlyList<uint> uids, CancellationToken cancellationToken)
    {
        var window = new List<OutlookMessage>(uids.Count);
        await foreach (var fetched in session.Imap.FetchAsync(folder, UidSet.Of(uids), FetchItems.Summary, folder.Name, cancellationToken))
        {
            var message = MessageMapper.Map(fetched, session.Handle, folder);
            if (plan.Matches(message))
            {
                window.Add(message);
            }
        }

        if (plan.BodyText is { } text && window.Count > 0)
        {
            var found = await FindTextAsync(session, folder, window.Select(message => message.Uid), text, cancellationToken);
            window.RemoveAll(message => !found.Contains(message.Uid));
        }

        window.Sort((a, b) => b.Uid.CompareTo(a.Uid));
        return window;
    }

    private static async Task<HashSet<uint>> FindTextAsync(
        LiveSession session, FolderAt folder, IEnumerable<uint> uids, string text, CancellationToken cancellationToken)
    {
        var found = new HashSet<uint>();
        await foreach (var body in session.Imap.DownloadAsync(folder, UidSet.Of(uids), folder.Name, cancellationToken))
        {
            using var mime = await MimeMessage.ReadAsync(body.OpenRead(), cancellationToken);
            if (mime.GetText()?.IndexOf(text, StringComparison.CurrentCultureIgnoreCase) >= 0)
            {
                found.Add(body.Uid);
            }
        }

        return found;
    }

    private static uint[] Slice(IReadOnlyList<uint> uids, int start, int end)
    {
        var slice = new uint[end - start];
        for (var i = start; i < end; i++)
        {
            slice[i - start] = uids[i];
        }

        return slice;
    }
}
