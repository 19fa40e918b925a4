using System;

namespace OutlookMail.Mime;

internal static class CanonicalLines
{
    /// <summary>The octets with every line end as CRLF.</summary>
    public static byte[] Of(ReadOnlySpan<byte> octets)
    {
        int lone = 0;
        for (int i = 0; i < octets.Length; i++)
        {
            lone += octets[i] == (byte)'\n' && (i == 0 || octets[i - 1] != (byte)'\r') ? 1 : 0;
        }

        byte[] lines = new byte[octets.Length + lone];
        int length = 0;
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] == (byte)'\n' && (i == 0 || octets[i - 1] != (byte)'\r'))
            {
                lines[length++] = (byte)'\r';
            }

            lines[length++] = octets[i];
        }

        return lines;
    }
}
