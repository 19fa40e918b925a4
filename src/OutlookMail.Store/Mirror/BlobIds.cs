using System;

namespace OutlookMail.Store;

/// <summary>Ids of blobs: the second in which the first message with these octets was received, then a number within it.</summary>
internal static class BlobIds
{
    private const int NumberBits = 20;

    public static long First(DateTimeOffset received) => Math.Max(0, received.ToUnixTimeSeconds()) << NumberBits;

    /// <summary>A free id; a second that is full goes on in the next one.</summary>
    public static long New(SqliteDatabase db, DateTimeOffset received)
    {
        for (var first = First(received); ; first += 1L << NumberBits)
        {
            var end = first + (1L << NumberBits);
            var last = db.Scalar("SELECT max(id) FROM blob WHERE id >= $0 AND id < $1", first, end) as long?;
            if (last is null || last + 1 < end)
            {
                return last + 1 ?? first;
            }
        }
    }
}
