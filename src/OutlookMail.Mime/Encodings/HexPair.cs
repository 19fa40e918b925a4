using System;

namespace OutlookMail.Mime;

internal static class HexPair
{
    private static readonly sbyte[] Digits = Table();

    /// <summary>The octet that two hexadecimal digits mean, in either case; negative when one is no digit.</summary>
    public static int Value(byte high, byte low)
    {
        int first = Digits[high];
        int second = Digits[low];
        return (first | second) < 0 ? -1 : (first * 16) + second;
    }

    private static sbyte[] Table()
    {
        sbyte[] table = new sbyte[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (sbyte)Ascii.HexValue(i);
        }

        return table;
    }
}
