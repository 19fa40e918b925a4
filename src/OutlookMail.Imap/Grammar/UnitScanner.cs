using System;
using OutlookMail.Wire;

namespace OutlookMail.Imap.Grammar;

public enum ScanResult
{
    NeedMore,

    /// <summary>A whole response: lines and literals up to the CRLF that ends it.</summary>
    Unit,

    /// <summary>The response so far ends in the marker of a message body, whose octets follow and are not part of the unit.</summary>
    Body,
}

/// <summary>
/// Finds where a server's response ends. Resumable: called again with the same octets and more behind them, it goes on
/// where it stopped. Holds no octets itself.
/// </summary>
public struct UnitScanner
{
    /// <summary>One SEARCH answer in a mailbox of two million messages; nothing else comes near.</summary>
    public const int MaxUnit = 16 * 1024 * 1024;

    /// <summary>Literals outside bodies hold names, subjects and addresses.</summary>
    public const int MaxInlineLiteral = 1024 * 1024;

    private int _scanned;
    private int _lineStart;
    private bool _inResponse;

    /// <summary>The literal of a <see cref="ScanResult.Body"/>, in octets.</summary>
    public long BodyLength { get; private set; }

    /// <summary>True between a body's marker and the end of its response.</summary>
    public readonly bool IsInsideResponse => _inResponse;

    /// <param name="buffered">Everything received and not consumed.</param>
    /// <param name="streamBodies">Stop at the marker of a message body instead of waiting for its octets.</param>
    /// <param name="length">Octets of the unit, to be consumed before the next call.</param>
    /// <exception cref="ServerProtocolException">A limit is passed.</exception>
    public ScanResult TryScan(ReadOnlySpan<byte> buffered, bool streamBodies, out int length)
    {
        while (true)
        {
            length = 0;
            if (_scanned >= buffered.Length)
            {
                return NeedMore(buffered);
            }

            int at = buffered.Slice(_scanned).IndexOf((byte)'\n');
            if (at < 0)
            {
                _scanned = buffered.Length;
                return NeedMore(buffered);
            }

            int end = _scanned + at;
            ReadOnlySpan<byte> line = TrimLineEnd(buffered.Slice(_lineStart, end - _lineStart));
            if (!MayHoldLiteral(buffered) || !LiteralMarker.TryParse(line, out LiteralMarker marker))
            {
                length = end + 1;
                CheckUnit(length, buffered);
                this = default;
                return ScanResult.Unit;
            }

            if (streamBodies && IsBody(line.Slice(0, marker.Start)))
            {
                length = end + 1;
                CheckUnit(length, buffered);
                this = default;
                _inResponse = true;
                BodyLength = marker.Length;
                return ScanResult.Body;
            }

            if (marker.Length > MaxInlineLiteral)
            {
                throw new ServerProtocolException("in literal: longer than the limit", line);
            }

            _lineStart = end + 1 + (int)marker.Length;
            _scanned = _lineStart;
            CheckUnit(_scanned, buffered);
        }
    }

    private static ReadOnlySpan<byte> TrimLineEnd(ReadOnlySpan<byte> line)
    {
        return line.Length > 0 && line[line.Length - 1] == (byte)'\r' ? line.Slice(0, line.Length - 1) : line;
    }

    // A text of OK, NO, BAD, BYE or a continuation is free text that may end in "{5}" and mean nothing by it.
    private readonly bool MayHoldLiteral(ReadOnlySpan<byte> unit)
    {
        if (_inResponse)
        {
            return true;
        }

        if (unit.Length < 4 || unit[0] != (byte)'*' || unit[1] != (byte)' ')
        {
            return false;
        }

        ReadOnlySpan<byte> word = unit.Slice(2);
        int end = word.IndexOfAny((byte)' ', (byte)'\r', (byte)'\n');
        word = end < 0 ? word : word.Slice(0, end);
        return !(Keyword.Is(word, "OK") || Keyword.Is(word, "NO") || Keyword.Is(word, "BAD") || Keyword.Is(word, "BYE")
            || Keyword.Is(word, "PREAUTH") || word.IsEmpty || word[0] == (byte)'[');
    }

    // "… BODY[1.2]<0> " or "… BINARY[] " or "… RFC822 ", and not "BODY[HEADER.FIELDS (…)] " of a summary, which is small
    // but streams as well.
    private static bool IsBody(ReadOnlySpan<byte> before)
    {
        if (before.Length < 7 || before[before.Length - 1] != (byte)' ')
        {
            return false;
        }

        before = before.Slice(0, before.Length - 1);
        byte last = before[before.Length - 1];
        if (last == (byte)']')
        {
            return true;
        }

        if (last == (byte)'>')
        {
            int open = before.LastIndexOf((byte)'<');
            return open > 0 && before[open - 1] == (byte)']';
        }

        ReadOnlySpan<byte> name = before.Slice(before.LastIndexOfAny((byte)' ', (byte)'(') + 1);
        return Keyword.Is(name, "RFC822") || Keyword.Is(name, "RFC822.TEXT") || Keyword.Is(name, "RFC822.HEADER");
    }

    private static void CheckUnit(int length, ReadOnlySpan<byte> unit)
    {
        if (length > MaxUnit)
        {
            throw new ServerProtocolException("in response: longer than the limit", unit);
        }
    }

    private readonly ScanResult NeedMore(ReadOnlySpan<byte> buffered)
    {
        CheckUnit(buffered.Length, buffered);
        return ScanResult.NeedMore;
    }
}
