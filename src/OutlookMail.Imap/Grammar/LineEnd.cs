using System;

namespace OutlookMail.Imap.Grammar;

internal static class LineEnd
{
    /// <summary>Without the CR and LF at the end, if there are any.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        while (!line.IsEmpty && line[line.Length - 1] is (byte)'\r' or (byte)'\n')
        {
            line = line.Slice(0, line.Length - 1);
        }

        return line;
    }
}
