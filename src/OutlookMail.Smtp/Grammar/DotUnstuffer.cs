using System;
using System.Buffers;

namespace OutlookMail.Smtp.Grammar;

/// <summary>The receiving side of <see cref="DotStuffer"/>: finds the end of the mail and takes the extra dots away.</summary>
/// <remarks>Only <c>CRLF.CRLF</c> ends a mail: RFC 5321 §4.1.1.4 forbids taking <c>LF.LF</c> or any mix for it.</remarks>
public struct DotUnstuffer
{
    private State _state;

    private enum State : byte
    {
        LineStart,
        InLine,
        AfterCr,
        AfterDot,
        AfterDotCr,
    }

    /// <summary>Appends the message's own octets of <paramref name="piece"/> to <paramref name="output"/>.</summary>
    /// <param name="consumed">Octets of <paramref name="piece"/> that belong to this mail, its end included; what follows
    /// is the next command.</param>
    /// <returns>True when the mail has ended.</returns>
    public bool Write(ReadOnlySpan<byte> piece, IBufferWriter<byte> output, out int consumed)
    {
        int copied = 0;
        for (int at = 0; at < piece.Length; at++)
        {
            switch (_state)
            {
                case State.InLine:
                    int cr = piece.Slice(at).IndexOf((byte)'\r');
                    if (cr < 0)
                    {
                        at = piece.Length;
                        break;
                    }

                    at += cr;
                    _state = State.AfterCr;
                    break;
                case State.AfterCr:
                    _state = piece[at] == '\n' ? State.LineStart : piece[at] == '\r' ? State.AfterCr : State.InLine;
                    break;
                case State.LineStart:
                    if (piece[at] == '.')
                    {
                        output.Write(piece.Slice(copied, at - copied));
                        copied = at + 1;
                        _state = State.AfterDot;
                        break;
                    }

                    _state = piece[at] == '\r' ? State.AfterCr : State.InLine;
                    break;
                case State.AfterDot:
                    if (piece[at] == '\r')
                    {
                        // Kept back until it is known whether it is the end.
                        copied = at + 1;
                        _state = State.AfterDotCr;
                        break;
                    }

                    _state = State.InLine;
                    break;
                case State.AfterDotCr:
                    if (piece[at] == '\n')
                    {
                        consumed = at + 1;
                        _state = State.LineStart;
                        return true;
                    }

                    output.Write("\r"u8);
                    _state = piece[at] == '\r' ? State.AfterCr : State.InLine;
                    break;
            }
        }

        output.Write(piece.Slice(copied));
        consumed = piece.Length;
        return false;
    }
}
