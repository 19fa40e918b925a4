using System;

namespace OutlookMail.Imap.Grammar;

public static class Keyword
{
    /// <summary>Compares octets with an upper-case ASCII keyword, ignoring the octets' case.</summary>
    public static bool Is(ReadOnlySpan<byte> octets, string upper)
    {
        if (octets.Length != upper.Length)
        {
            return false;
        }

        for (int i = 0; i < octets.Length; i++)
        {
            byte octet = octets[i];
            if (octet is >= (byte)'a' and <= (byte)'z')
            {
                octet -= 0x20;
            }

            if (octet != upper[i])
            {
                return false;
            }
        }

        return true;
    }
}
