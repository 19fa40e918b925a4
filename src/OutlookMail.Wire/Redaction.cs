using System;
using System.Globalization;
using System.Text;

namespace OutlookMail.Wire;

/// <summary>Makes protocol octets fit to be shown: quoted text becomes its length, control characters dots.</summary>
internal static class Redaction
{
    /// <summary>Enough to recognise a response, too little to carry a message.</summary>
    private const int ExcerptLength = 120;

    public static string Excerpt(ReadOnlySpan<byte> octets)
    {
        string line = Line(octets.Slice(0, Math.Min(octets.Length, 4 * ExcerptLength)));
        return line.Length <= ExcerptLength ? line : line.Substring(0, ExcerptLength) + "…";
    }

    public static string Line(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        int i = 0;
        while (i < octets.Length)
        {
            if (octets[i] == (byte)'"')
            {
                int start = ++i;
                while (i < octets.Length && octets[i] != (byte)'"')
                {
                    i += octets[i] == (byte)'\\' ? 2 : 1;
                }

                int end = Math.Min(i, octets.Length);
                text.Append('"').Append((end - start).ToString(CultureInfo.InvariantCulture)).Append('"');
                i = end + 1;
                continue;
            }

            text.Append(Visible(octets[i++]));
        }

        return text.ToString();
    }

    public static string Plain(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder(octets.Length);
        foreach (byte octet in octets)
        {
            text.Append(Visible(octet));
        }

        return text.ToString();
    }

    private static char Visible(byte octet) => octet is >= 0x20 and < 0x7f ? (char)octet : '.';
}
