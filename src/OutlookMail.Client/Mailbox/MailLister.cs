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
        var (uidValidity, uids) = await session.OnImapAsync(
            async (imap, ct) =>
            {
                var folder = await imap.SelectAsync(query.Folder, readOnly: true, ct);
                return (folder.UidValidity, await imap.UidSearchAsync(plan.Server, ct));
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
            foreach (var message in await FetchAsync(session, query.Folder, uidValidity, plan, wanted, cancellationToken))
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

    private static Task<List<OutlookMessage>> FetchAsync(
        LiveSession session,
        string folderName,
        uint uidValidity,
        SearchPlan plan,
        IReadOnlyList<uint> uids,
        CancellationToken cancellationToken) => session.OnImapAsync(
            async (imap, ct) =>
            {
                var folder = await FolderGuard.SelectAsync(imap, folderName, ct);
                if (folder.UidValidity != uidValidity)
                {
                    throw MailErrors.FolderRenumbered(folderName);
                }

                var window = new List<OutlookMessage>(uids.Count);
                await foreach (var fetched in imap.UidFetchAsync(UidSet.Of(uids), FetchItems.Summary, ct))
                {
                    // A server may send a FETCH of its own accord (RFC 9051 §7.5.2), with flags alone.
                    if (fetched.Uid != 0 && (fetched.Envelope is not null || fetched.InternalDate is not null))
                    {
                        window.Add(MessageMapper.Map(fetched, session.Handle, folder));
                    }
                }

                window.RemoveAll(message => !plan.Matches(message));
                if (plan.BodyText is { } text && window.Count > 0)
                {
                    var found = await FindTextAsync(imap, window.Select(message => message.Uid), text, ct);
                    window.RemoveAll(message => !found.Contains(message.Uid));
                }

                window.Sort((a, b) => b.Uid.CompareTo(a.Uid));
                return window;
            },
            folderName,
            cancellationToken);

    private static async Task<HashSet<uint>> FindTextAsync(ImapConnection imap, IEnumerable<uint> uids, string text, CancellationToken cancellationToken)
    {
        var found = new HashSet<uint>();
        await foreach (var body in imap.UidFetchBodyAsync(UidSet.Of(uids), cancellationToken))
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
