using System;
using System.IO;

namespace OutlookMail.Sandbox.Store;

/// <summary>Line ends as the protocols want them.</summary>
internal static class CrLf
{
    /// <summary>The same memory when every LF already follows a CR, else a copy in which it does.</summary>
    public static ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> text)
    {
        ReadOnlySpan<byte> span = text.Span;
        int bare = FindBareLineFeed(span, 0);
        if (bare < 0)
        {
            return text;
        }

        var copy = new MemoryStream(span.Length + 64);
        int from = 0;
        while (bare >= 0)
        {
            copy.Write(span[from..bare]);
            copy.Write("\r\n"u8);
            from = bare + 1;
            bare = FindBareLineFeed(span, from);
        }

        copy.Write(span[from..]);
        return copy.ToArray();
    }

    private static int FindBareLineFeed(ReadOnlySpan<byte> span, int from)
    {
        while (true)
        {
            int at = span[from..].IndexOf((byte)'\n');
            if (at < 0)
            {
                return -1;
            }

            at += from;
            if (at == 0 || span[at - 1] != '\r')
            {
                return at;
            }

            from = at + 1;
        }
    }
}
