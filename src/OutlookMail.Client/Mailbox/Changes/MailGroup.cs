using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Messages of one folder in one numbering, each once: what one command can be about.</summary>
internal sealed class MailGroup
{
    // RFC 2683 §3.2.1.5: a command line of 8000 octets holds so many ranges whatever their numbers are.
    private const int MostRanges = 300;

    /// <summary>What one command does at most; a refusal costs no more than that to take apart.</summary>
    private const int MostMessages = 5000;

    private readonly SortedDictionary<uint, OutlookMessage> messages = new();

    private MailGroup(OutlookMessage first)
    {
        Session = first.Session;
        Folder = new FolderAt(first.Folder, first.UidValidity, Writable: true);
    }

    public OutlookSession Session { get; }

    public FolderAt Folder { get; }

    public int Count => messages.Count;

    public OutlookMessage this[uint uid] => messages[uid];

    public static IReadOnlyList<MailGroup> Of(IEnumerable<OutlookMessage> messages)
    {
        var groups = new Dictionary<(OutlookSession, string, uint), MailGroup>();
        var order = new List<MailGroup>();
        foreach (var message in messages)
        {
            var key = (message.Session, message.Folder, message.UidValidity);
            if (!groups.TryGetValue(key, out var group))
            {
                groups[key] = group = new MailGroup(message);
                order.Add(group);
            }

            group.messages[message.Uid] = message;
        }

        return order;
    }

    /// <summary>The UIDs in pieces that each fit into one command, ascending.</summary>
    public IEnumerable<UidSet> Chunks()
    {
        var chunk = new List<uint>();
        var ranges = 0;
        foreach (var uid in messages.Keys)
        {
            var begins = chunk.Count == 0 || chunk[chunk.Count - 1] + 1 != uid;
            if (chunk.Count == MostMessages || (begins && ranges == MostRanges))
            {
                yield return UidSet.Of(chunk);
                chunk = new List<uint>();
                ranges = 0;
                begins = true;
            }

            ranges += begins ? 1 : 0;
            chunk.Add(uid);
        }

        if (chunk.Count > 0)
        {
            yield return UidSet.Of(chunk);
        }
    }

    public IEnumerable<OutlookMessage> Those(IEnumerable<uint> uids) => uids.Select(uid => messages[uid]);
}
