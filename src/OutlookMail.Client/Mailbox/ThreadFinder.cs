using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Mime;

namespace OutlookMail.Client;

/// <summary>
/// Finds a conversation in the selected folder by what every server has: SEARCH in Message-ID, In-Reply-To and References
/// (RFC 5322 §3.6.4), again with the ids of what was found, until nothing new comes. Exchange has no THREAD.
/// </summary>
internal static class ThreadFinder
{
    // One command for so many ids keeps its line short; a conversation with more than the most is a newsletter.
    private const int IdsAtOnce = 10;
    private const int MostIds = 1000;

    public static async Task<UidSet> FindAsync(ImapConnection imap, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var open = new Queue<string>();
        Add(ids.Select(MessageIdText.Bare));
        var found = new HashSet<uint>();
        while (open.Count > 0)
        {
            var some = new List<string>();
            while (open.Count > 0 && some.Count < IdsAtOnce)
            {
                some.Add(open.Dequeue());
            }

            var hits = await imap.UidSearchAsync(some.SelectMany(Keys).Aggregate(SearchQuery.Or), cancellationToken);
            var unseen = UidSet.Of(hits.Where(found.Add));
            await foreach (var header in imap.UidFetchSectionAsync(unseen, "HEADER.FIELDS (MESSAGE-ID IN-REPLY-TO REFERENCES)", cancellationToken: cancellationToken))
            {
                using var fields = await MimeMessage.ReadAsync(header.OpenRead(), cancellationToken);
                Add(new[] { "Message-ID", "In-Reply-To", "References" }.SelectMany(name => MessageIdText.All(fields.Headers.Get(name))));
            }
        }

        return UidSet.Of(found);

        void Add(IEnumerable<string> more)
        {
            foreach (var id in more.Where(id => id.Length > 0 && id.All(c => c is > ' ' and < (char)127)))
            {
                if (known.Count < MostIds && known.Add(id))
                {
                    open.Enqueue(id);
                }
            }
        }
    }

    private static IEnumerable<SearchQuery> Keys(string id)
    {
        yield return SearchQuery.Header("Message-ID", id);
        yield return SearchQuery.Header("In-Reply-To", id);
        yield return SearchQuery.Header("References", id);
    }
}
