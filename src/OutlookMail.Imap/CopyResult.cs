using System.Collections.Generic;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;

namespace OutlookMail.Imap;

// RFC 4315 §3 COPYUID
/// <summary>Where copies or moved messages went, as far as the server told.</summary>
public sealed class CopyResult
{
    private readonly Dictionary<uint, uint> _uids = [];

    /// <summary>Of the target folder; 0 when the server told nothing.</summary>
    public uint UidValidity { get; private set; }

    /// <summary>UID in the source folder → UID in the target. Empty when the server told nothing.</summary>
    public IReadOnlyDictionary<uint, uint> Uids => _uids;

    /// <summary>
    /// After a move on a server with neither MOVE nor UIDPLUS: the originals are marked <c>\Deleted</c> and still there,
    /// since EXPUNGE would also remove what others marked.
    /// </summary>
    public bool OriginalsLeftMarked { get; internal set; }

    internal void Take(StatusResponse response)
    {
        if (response.Code != "COPYUID")
        {
            return;
        }

        // Exchange has been seen to send COPYUID without sets (MailKit ImapEngine): then nothing is known.
        var decoder = new ImapDecoder(response.Arguments);
        if (!decoder.TryNumber(out uint validity) || !decoder.TrySpace()
            || !decoder.TryAtom(out var from) || !SequenceSet.TryParse(from, out SequenceSet source) || !decoder.TrySpace()
            || !decoder.TryAtom(out var to) || !SequenceSet.TryParse(to, out SequenceSet target))
        {
            return;
        }

        UidValidity = validity;
        // In the order of the sets, not sorted: the n-th of one is the n-th of the other.
        using IEnumerator<uint> sources = Numbers(source).GetEnumerator();
        using IEnumerator<uint> targets = Numbers(target).GetEnumerator();
        while (_uids.Count < ImapLimits.CopiedUids && sources.MoveNext() && targets.MoveNext())
        {
            _uids[sources.Current] = targets.Current;
        }
    }

    private static IEnumerable<uint> Numbers(SequenceSet set)
    {
        foreach ((uint first, uint last) in set.Ranges)
        {
            if (first <= last)
            {
                for (ulong n = first; n <= last; n++)
                {
                    yield return (uint)n;
                }
            }
            else
            {
                for (long n = first; n >= last; n--)
                {
                    yield return (uint)n;
                }
            }
        }
    }
}
