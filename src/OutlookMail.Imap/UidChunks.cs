using System;
using System.Collections.Generic;

namespace OutlookMail.Imap;

/// <summary>Cuts a set into pieces of a growing size that each fit into one command.</summary>
internal sealed class UidChunks
{
    /// <summary>RFC 2683 §3.2.1.5: servers take lines of 8000 octets; this leaves room for the rest of the command.</summary>
    private const int MaxRanges = 340;

    private readonly UidSet _uids;
    private int _range;
    private uint _next;

    public UidChunks(UidSet uids)
    {
        _uids = uids;
        _next = uids.Ranges.Count == 0 ? 0 : uids.Ranges[0].First;
    }

    /// <summary>As few pieces as command lines allow.</summary>
    public static IEnumerable<UidSet> All(UidSet uids)
    {
        ArgumentNullException.ThrowIfNull(uids);
        if (uids is { IsKeptByServer: true, IsEmpty: false })
        {
            yield return uids;
            yield break;
        }

        var chunks = new UidChunks(uids);
        while (!chunks.IsDone)
        {
            yield return chunks.Take(long.MaxValue);
        }
    }

    public bool IsDone => _range >= _uids.Ranges.Count;

    /// <param name="most">Numbers in the piece at most.</param>
    public UidSet Take(long most)
    {
        var ranges = new List<(uint, uint)>();
        while (most > 0 && !IsDone && ranges.Count < MaxRanges)
        {
            uint last = _uids.Ranges[_range].Last;
            long count = Math.Min(most, (long)last - _next + 1);
            uint end = (uint)(_next + count - 1);
            ranges.Add((_next, end));
            most -= count;
            if (end < last)
            {
                _next = end + 1;
            }
            else if (++_range < _uids.Ranges.Count)
            {
                _next = _uids.Ranges[_range].First;
            }
        }

        return UidSet.FromRanges(ranges.ToArray());
    }
}
