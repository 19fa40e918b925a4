using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Tests.Wire;

/// <summary>A sample as a network may deliver it: whole, in two pieces at every place, and octet by octet.</summary>
internal static class Splits
{
    public static IEnumerable<int[]> Of(byte[] sample)
    {
        yield return [sample.Length];
        for (int i = 1; i < sample.Length; i++)
        {
            yield return [i, sample.Length - i];
        }

        yield return Enumerable.Repeat(1, sample.Length).ToArray();
    }
}
