using System;
using System.Collections.Generic;
using System.Linq;
using OutlookMail.Imap;

namespace OutlookMail.Client;

/// <summary>Cuts a folder's messages into jobs for several connections: a few for each, so that none is idle at the end, and large, since each job's first commands are small.</summary>
internal static class Pieces
{
    private const int Smallest = 200;
    private const int Largest = 2000;
    private const int EachLane = 4;

    public static IEnumerable<UidSet> Of(IReadOnlyList<uint> uids, int lanes)
    {
        var size = Math.Max(Smallest, Math.Min(Largest, uids.Count / (lanes * EachLane)));
        for (var start = 0; start < uids.Count; start += size)
        {
            yield return UidSet.Of(uids.Skip(start).Take(size));
        }
    }
}
