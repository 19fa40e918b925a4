using System;

namespace OutlookMail.Mime;

internal static class Base64Alphabet
{
    private static readonly sbyte[] Values = Table();

    /// <summary>The six bits of an octet of RFC 4648's alphabet; negative for any other octet.</summary>
    public static int Value(byte octet) => Values[octet];

    private static sbyte[] Table()
    {
        sbyte[] table = new sbyte[256];
        table.AsSpan().Fill(-1);
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < Alphabet.Length; i++)
        {
            table[Alphabet[i]] = (sbyte)i;
        }

        return table;
    }
}
