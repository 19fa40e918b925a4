using System;
using System.Buffers;

namespace OutlookMail.Smtp.Grammar;

/// <summary>Turns a message into what follows DATA: lines end in CRLF and a line that begins with a dot gets one more,
/// RFC 5321 §4.5.2. Takes the message in pieces of any size.</summary>
/// <remarks>A lone CR or LF becomes CRLF: RFC 5321 §2.3.8 forbids sending it, and servers that disagree on whether it ends
/// a line are how one message is smuggled in inside another (CVE-2023-51764).</remarks>
public struct DotStuffer
{
    private bool _afterCr;
    private bool _insideLine;

    /// <summary>Appends the stuffed form of <paramref name="piece"/> to <paramref name="output"/>.</summary>
    public void Write(ReadOnlySpan<byte> piece, IBufferWriter<byte> output)
    {
        if (piece.IsEmpty)
            return;
        int copied = 0;
        int at = 0;
        if (_afterCr)
        {
            _afterCr = false;
            output.Write("\r\n"u8);
            if (piece[0] == '\n')
                copied = at = 1;
        }

        while (at < piece.Length)
        {
            if (!_insideLine && piece[at] == '.')
            {
                output.Write(piece.Slice(copied, at - copied));
                output.Write("."u8);
                copied = at;
            }

            int end = piece.Slice(at).IndexOfAny((byte)'\r', (byte)'\n');
            if (end < 0)
            {
                _insideLine = true;
                break;
            }

            _insideLine = false;
            end += at;
            if (piece[end] == '\r' && end + 1 < piece.Length && piece[end + 1] == '\n')
            {
                at = end + 2;
                continue;
            }

            output.Write(piece.Slice(copied, end - copied));
            copied = at = end + 1;
            if (piece[end] == '\r' && at == piece.Length)
                _afterCr = true; // the LF may be in the next piece
            else
                output.Write("\r\n"u8);
        }

        output.Write(piece.Slice(copied));
    }

    /// <summary>Appends the end of the mail: the last line's CRLF when it is missing, then <c>.CRLF</c>.</summary>
    public void Finish(IBufferWriter<byte> output)
    {
        if (_afterCr || _insideLine)
            output.Write("\r\n"u8);
        output.Write(".\r\n"u8);
        _afterCr = _insideLine = false;
    }
}
