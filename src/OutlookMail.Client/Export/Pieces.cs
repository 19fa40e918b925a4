using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Model;

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

    /// <summary>
    /// What is left of a job that failed for the sake of one of its messages, cut so that the others come without it: one
    /// that ends the connection is the first that did not come, one whose command is refused may be any of them.
    /// </summary>
    public static IReadOnlyList<UidSet> Around(IReadOnlyList<uint> left, OutlookMailException failure)
    {
        var first = failure.ErrorId == ErrorIds.ConnectionLost ? 1 : left.Count / 2;
        return new[] { UidSet.Of(left.Take(first)), UidSet.Of(left.Skip(first)) };
    }

    /// <summary>Whether a message is to blame for what ended a download, and not the server's absence.</summary>
    public static async Task<bool> IsOfAMessageAsync(ImapPool pool, OutlookMailException failure, object? target, CancellationToken cancellationToken)
    {
        if (failure.ErrorId != ErrorIds.ConnectionLost)
        {
            return failure.ErrorId == ErrorIds.ServerRefused || failure.InnerException is BodyChangedException;
        }

        // Each new connection ended where the one before did: does one live that does not ask for that message?
        try
        {
            return await pool.ReadAsync(
                async (imap, ct) =>
                {
                    await imap.NoopAsync(ct);
                    return true;
                },
                target,
                cancellationToken);
        }
        catch (OutlookMailException)
        {
            return false;
        }
    }
}
