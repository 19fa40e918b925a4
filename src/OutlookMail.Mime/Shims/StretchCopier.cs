using System;
#if !NETSTANDARD2_0
using System.Numerics;
using System.Runtime.Intrinsics;
#endif

namespace OutlookMail.Mime;

/// <summary>Copies octets up to the first of two that mean something: looking and copying in one pass.</summary>
internal static class StretchCopier
{
    /// <summary>How many octets stand before the first <paramref name="first"/> or <paramref name="second"/>; they are in
    /// <paramref name="to"/> then, which may hold octets of the source behind them, too. It is as long as the source or longer.</summary>
    public static int CopyUntil(ReadOnlySpan<byte> from, Span<byte> to, byte first, byte second)
    {
#if NETSTANDARD2_0
        int stop = from.IndexOfAny(first, second);
        int count = stop < 0 ? from.Length : stop;
        from.Slice(0, count).CopyTo(to);
        return count;
#else
        int at = 0;
        Vector128<byte> one = Vector128.Create(first);
        Vector128<byte> other = Vector128.Create(second);
        while (from.Length - at >= Vector128<byte>.Count)
        {
            Vector128<byte> octets = Vector128.Create(from.Slice(at, Vector128<byte>.Count));
            octets.CopyTo(to.Slice(at));
            uint stops = (Vector128.Equals(octets, one) | Vector128.Equals(octets, other)).ExtractMostSignificantBits();
            if (stops != 0)
            {
                return at + BitOperations.TrailingZeroCount(stops);
            }

            at += Vector128<byte>.Count;
        }

        for (; at < from.Length; at++)
        {
            if (from[at] == first || from[at] == second)
            {
                return at;
            }

            to[at] = from[at];
        }

        return at;
#endif
    }
}
