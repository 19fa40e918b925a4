using System;
using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using OutlookMail.Wire;

namespace OutlookMail.Imap.Grammar;

/// <summary>
/// Reads one whole unit: a response, or a command with its literals. Two families of methods: <c>Try…</c> reads the
/// element or leaves everything as it was; <c>Expect…</c> throws a <see cref="ServerProtocolException"/> that names the
/// element. NIL is taken wherever a string or a list may stand.
/// </summary>
public ref struct ImapDecoder
{
    private readonly ReadOnlySpan<byte> _unit;
    private readonly StringPool? _pool;
    private int _at;

    public ImapDecoder(ReadOnlySpan<byte> unit)
        : this(unit, null)
    {
    }

    internal ImapDecoder(ReadOnlySpan<byte> unit, StringPool? pool)
    {
        _unit = unit;
        _pool = pool;
        _at = 0;
    }

    /// <summary>Offset of the next octet. Setting it goes back to where a Try began.</summary>
    public int Position
    {
        readonly get => _at;
        set => _at = value;
    }

    /// <summary>The octets from an earlier position up to here.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => _unit.Slice(start, _at - start);

    public readonly ReadOnlySpan<byte> Rest => _unit.Slice(_at);

    /// <summary>At the end of the unit or at the CRLF that ends it.</summary>
    public readonly bool AtEnd => _at >= _unit.Length || _unit[_at] is (byte)'\r' or (byte)'\n';

    public readonly byte Peek => _at < _unit.Length ? _unit[_at] : (byte)0;

    public bool TryChar(char expected)
    {
        if (_at < _unit.Length && _unit[_at] == expected)
        {
            _at++;
            return true;
        }

        return false;
    }

    public void ExpectChar(char expected, string element)
    {
        if (!TryChar(expected))
        {
            throw Error(element);
        }
    }

    /// <summary>One space; some servers send more.</summary>
    public bool TrySpace()
    {
        if (!TryChar(' '))
        {
            return false;
        }

        while (TryChar(' '))
        {
        }

        return true;
    }

    public void ExpectSpace(string element)
    {
        if (!TrySpace())
        {
            throw Error(element);
        }
    }

    /// <summary>A run of characters up to a space, parenthesis, quote, brace or control character. Wider than RFC 9051's atom, as servers are.</summary>
    public bool TryAtom(out ReadOnlySpan<byte> atom)
    {
        int end = _at;
        while (end < _unit.Length && IsAtomChar(_unit[end]))
        {
            end++;
        }

        atom = _unit.Slice(_at, end - _at);
        _at = end;
        return !atom.IsEmpty;
    }

    public ReadOnlySpan<byte> ExpectAtom(string element)
    {
        return TryAtom(out ReadOnlySpan<byte> atom) ? atom : throw Error(element);
    }

    /// <summary>The atom up to one of the given octets too, which is left: response codes end in <c>]</c>, sections begin with <c>[</c>.</summary>
    public bool TryAtomBefore(byte stop1, byte stop2, out ReadOnlySpan<byte> atom)
    {
        int start = _at;
        if (!TryAtom(out atom))
        {
            return false;
        }

        int stop = atom.IndexOfAny(stop1, stop2);
        if (stop >= 0)
        {
            atom = atom.Slice(0, stop);
            _at = start + stop;
        }

        return !atom.IsEmpty;
    }

    public bool TryNil()
    {
        if (_unit.Length - _at >= 3
            && (_unit[_at] | 0x20) == 'n' && (_unit[_at + 1] | 0x20) == 'i' && (_unit[_at + 2] | 0x20) == 'l'
            && (_at + 3 == _unit.Length || !IsAtomChar(_unit[_at + 3])))
        {
            _at += 3;
            return true;
        }

        return false;
    }

    public bool TryNumber(out uint number)
    {
        int start = _at;
        if (TryNumber64(out long wide) && wide <= uint.MaxValue)
        {
            number = (uint)wide;
            return true;
        }

        _at = start;
        number = 0;
        return false;
    }

    public uint ExpectNumber(string element) => TryNumber(out uint number) ? number : throw Error(element);

    // RFC 9051 §4.2: number64 is 63 bits.
    public bool TryNumber64(out long number)
    {
        if (_at < _unit.Length && _unit[_at] is >= (byte)'0' and <= (byte)'9'
            && Utf8Parser.TryParse(_unit.Slice(_at), out number, out int used))
        {
            _at += used;
            return true;
        }

        number = 0;
        return false;
    }

    public long ExpectNumber64(string element) => TryNumber64(out long number) ? number : throw Error(element);

    /// <summary>A quoted string or a literal, as octets. With <paramref name="escaped"/> they still hold the quoting backslashes.</summary>
    public bool TryString(out ReadOnlySpan<byte> octets, out bool escaped)
    {
        escaped = false;
        octets = default;
        if (_at >= _unit.Length)
        {
            return false;
        }

        return _unit[_at] switch
        {
            (byte)'"' => TryQuoted(out octets, out escaped),
            (byte)'{' or (byte)'~' => TryLiteral(out octets),
            _ => false,
        };
    }

    /// <summary>A string, an atom, or NIL (null).</summary>
    public bool TryNString(out string? text)
    {
        if (TryString(out ReadOnlySpan<byte> octets, out bool escaped))
        {
            text = ToText(octets, escaped);
            return true;
        }

        text = null;
        if (TryNil())
        {
            return true;
        }

        // Numbers and bare words where a string belongs: seen in BODYSTRUCTURE parameters.
        if (TryAtom(out ReadOnlySpan<byte> atom))
        {
            text = ToText(atom, escaped: false);
            return true;
        }

        return false;
    }

    public string? ExpectNString(string element) => TryNString(out string? text) ? text : throw Error(element);

    public bool TryAString([NotNullWhen(true)] out string? text)
    {
        if (TryString(out ReadOnlySpan<byte> octets, out bool escaped))
        {
            text = ToText(octets, escaped);
            return true;
        }

        if (TryAtom(out ReadOnlySpan<byte> atom))
        {
            text = ToText(atom, escaped: false);
            return true;
        }

        text = null;
        return false;
    }

    public string ExpectAString(string element) => TryAString(out string? text) ? text : throw Error(element);

    /// <summary>Passes over one value: string, literal, atom (with its section), or list with everything in it.</summary>
    public bool TrySkipValue()
    {
        int start = _at;
        int depth = 0;
        do
        {
            if (TryChar('('))
            {
                depth++;
            }
            else if (depth > 0 && TryChar(')'))
            {
                depth--;
            }
            else if (!(depth > 0 && TrySpace()) && !TryString(out _, out _) && !TryAtom(out _))
            {
                _at = start;
                return false;
            }
        }
        while (depth > 0);
        return true;
    }

    public readonly ServerProtocolException Error(string element)
    {
        int from = Math.Max(0, _at - 30);
        return new ServerProtocolException("in " + element, _unit.Slice(from, Math.Min(160, _unit.Length - from)));
    }

    internal readonly string ToText(ReadOnlySpan<byte> octets, bool escaped)
    {
        if (!escaped)
        {
            return _pool is null ? StringPool.Decode(octets) : _pool.Get(octets);
        }

        byte[] plain = ArrayPool<byte>.Shared.Rent(octets.Length);
        int count = Unescape(octets, plain);
        string text = StringPool.Decode(plain.AsSpan(0, count));
        ArrayPool<byte>.Shared.Return(plain);
        return text;
    }

    internal static int Unescape(ReadOnlySpan<byte> octets, Span<byte> plain)
    {
        int count = 0;
        for (int i = 0; i < octets.Length; i++)
        {
            if (octets[i] == (byte)'\\' && i + 1 < octets.Length)
            {
                i++;
            }

            plain[count++] = octets[i];
        }

        return count;
    }

    private static bool IsAtomChar(byte octet) =>
        octet > 0x20 && octet != (byte)'(' && octet != (byte)')' && octet != (byte)'"' && octet != (byte)'{' && octet != 0x7f;

    private bool TryQuoted(out ReadOnlySpan<byte> octets, out bool escaped)
    {
        escaped = false;
        int from = _at + 1;
        int i = from;
        while (true)
        {
            int next = i > _unit.Length ? -1 : _unit.Slice(i).IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                octets = default;
                return false;
            }

            i += next;
            if (_unit[i] == (byte)'"')
            {
                octets = _unit.Slice(from, i - from);
                _at = i + 1;
                return true;
            }

            escaped = true;
            i += 2;
        }
    }

    private bool TryLiteral(out ReadOnlySpan<byte> octets)
    {
        octets = default;
        int lineEnd = _unit.Slice(_at).IndexOf((byte)'\n');
        if (lineEnd < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> marker = _unit.Slice(_at, lineEnd);
        if (marker.Length > 0 && marker[marker.Length - 1] == (byte)'\r')
        {
            marker = marker.Slice(0, marker.Length - 1);
        }

        int from = _at + lineEnd + 1;
        if (!LiteralMarker.TryParse(marker, out LiteralMarker literal) || literal.Start != 0 || literal.Length > _unit.Length - from)
        {
            return false;
        }

        octets = _unit.Slice(from, (int)literal.Length);
        _at = from + (int)literal.Length;
        return true;
    }
}
