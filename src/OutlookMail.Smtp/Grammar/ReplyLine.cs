using System;

namespace OutlookMail.Smtp.Grammar;

/// <summary>One line of a reply, without its CRLF: three digits, "-" or space, text.</summary>
public readonly ref struct ReplyLine
{
    private ReplyLine(int code, bool isLast, ReadOnlySpan<byte> text)
    {
        Code = code;
        IsLast = isLast;
        Text = text;
    }

    /// <summary>200 to 599.</summary>
    public int Code { get; }

    /// <summary>False when the separator is "-": more lines of the same reply follow.</summary>
    public bool IsLast { get; }

    /// <summary>What follows the separator, an enhanced status code included.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Reads <c>Reply-code [ ("-" / SP) [ textstring ] ]</c>, RFC 5321 §4.2.</summary>
    public static bool TryParse(ReadOnlySpan<byte> line, out ReplyLine reply)
    {
        reply = default;
        if (line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !IsDigit(line[1]) || !IsDigit(line[2]))
            return false;

        int code = ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0');
        if (line.Length == 3)
        {
            // RFC 5321 §4.2.1: a client takes a bare code, without the space, too.
            reply = new ReplyLine(code, isLast: true, default);
            return true;
        }

        if (line[3] is not ((byte)' ' or (byte)'-'))
            return false;
        reply = new ReplyLine(code, line[3] == ' ', line.Slice(4));
        return true;
    }

    private static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';
}
