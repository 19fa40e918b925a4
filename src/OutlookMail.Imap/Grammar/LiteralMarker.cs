using System;
using System.Buffers.Text;

namespace OutlookMail.Imap.Grammar;

// RFC 9051 §4.3, RFC 7888 §3, RFC 3516 §4.2
/// <summary>The <c>{n}</c>, <c>{n+}</c>, <c>{n-}</c> or <c>~{n}</c> at the end of a line that a literal follows.</summary>
public readonly struct LiteralMarker
{
    private LiteralMarker(long length, bool synchronizing, int start)
    {
        Length = length;
        IsSynchronizing = synchronizing;
        Start = start;
    }

    /// <summary>Octets of the literal.</summary>
    public long Length { get; }

    /// <summary>From a client: it waits for a continuation before it sends the octets.</summary>
    public bool IsSynchronizing { get; }

    /// <summary>Where in the line the marker begins, its <c>~</c> included.</summary>
    public int Start { get; }

    /// <param name="line">A line without its line end.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, out LiteralMarker marker)
    {
        marker = default;
        if (line.Length < 3 || line[line.Length - 1] != (byte)'}')
        {
            return false;
        }

        int open = line.LastIndexOf((byte)'{');
        if (open < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> inside = line.Slice(open + 1, line.Length - open - 2);
        if (!Utf8Parser.TryParse(inside, out long length, out int used) || length < 0 || inside[0] is (byte)'-' or (byte)'+')
        {
            return false;
        }

        bool sign = used == inside.Length - 1 && inside[used] is (byte)'+' or (byte)'-';
        if (!sign && used != inside.Length)
        {
            return false;
        }

        int start = open > 0 && line[open - 1] == (byte)'~' ? open - 1 : open;
        marker = new LiteralMarker(length, !sign, start);
        return true;
    }
}
