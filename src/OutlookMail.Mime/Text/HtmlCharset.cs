using System;

namespace OutlookMail.Mime;

/// <summary>The charset an HTML text declares in itself.</summary>
internal static class HtmlCharset
{
    // WHATWG HTML §13.2.3.2 looks at the first 1,024 octets; Outlook's style blocks push the meta element further.
    private const int Window = 4096;

    public static string? Find(ReadOnlySpan<byte> html)
    {
        ReadOnlySpan<byte> head = html.Slice(0, Math.Min(html.Length, Window));
        while (true)
        {
            int at = head.IndexOf((byte)'=');
            if (at < 0)
            {
                return null;
            }

            ReadOnlySpan<byte> before = ParameterScanner.TrimBlanks(head.Slice(0, at));
            head = head.Slice(at + 1);
            if (before.Length < 7 || !Ascii.EqualsLower(before.Slice(before.Length - 7), "charset"u8))
            {
                continue;
            }

            ReadOnlySpan<byte> value = ParameterScanner.TrimBlanks(head);
            int start = !value.IsEmpty && value[0] is (byte)'"' or (byte)'\'' ? 1 : 0;
            int end = start;
            while (end < value.Length && value[end] is > 32 and < 127 and not ((byte)'"' or (byte)'\'' or (byte)';' or (byte)'>' or (byte)'/'))
            {
                end++;
            }

            return end == start ? null : Charsets.Latin1.Text(value.Slice(start, end - start));
        }
    }
}
