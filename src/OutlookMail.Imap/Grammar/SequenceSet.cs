using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace OutlookMail.Imap.Grammar;

// RFC 9051 §9 sequence-set
/// <summary>A sequence set as a command carries it: ranges in any order, with <c>*</c> standing for the largest number in use.</summary>
public readonly struct SequenceSet
{
    /// <summary>Stands for <c>*</c> in <see cref="Ranges"/>: no number in IMAP is 0.</summary>
    public const uint Largest = 0;

    private readonly (uint First, uint Last)[]? _ranges;

    private SequenceSet((uint First, uint Last)[] ranges) => _ranges = ranges;

    public IReadOnlyList<(uint First, uint Last)> Ranges => _ranges ?? [];

    public static bool TryParse(ReadOnlySpan<byte> text, out SequenceSet set)
    {
        var ranges = new List<(uint, uint)>();
        set = default;
        while (true)
        {
            if (!TryNumber(ref text, out uint first))
            {
                return false;
            }

            uint last = first;
            if (!text.IsEmpty && text[0] == (byte)':')
            {
                text = text.Slice(1);
                if (!TryNumber(ref text, out last))
                {
                    return false;
                }
            }

            ranges.Add((first, last));
            if (text.IsEmpty)
            {
                set = new SequenceSet(ranges.ToArray());
                return true;
            }

            if (text[0] != (byte)',')
            {
                return false;
            }

            text = text.Slice(1);
        }
    }

    /// <param name="number">The number asked about.</param>
    /// <param name="largest">What <c>*</c> means now. A range's ends may come in either order.</param>
    public bool Contains(uint number, uint largest)
    {
        foreach ((uint first, uint last) in Ranges)
        {
            uint a = first == Largest ? largest : first;
            uint b = last == Largest ? largest : last;
            if (number >= Math.Min(a, b) && number <= Math.Max(a, b))
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach ((uint first, uint last) in Ranges)
        {
            if (text.Length > 0)
            {
                text.Append(',');
            }

            Append(text, first);
            if (first != last)
            {
                Append(text.Append(':'), last);
            }
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, uint number)
    {
        text.Append(number == Largest ? "*" : number.ToString(CultureInfo.InvariantCulture));
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> text, out uint number)
    {
        number = Largest;
        if (!text.IsEmpty && text[0] == (byte)'*')
        {
            text = text.Slice(1);
            return true;
        }

        if (!System.Buffers.Text.Utf8Parser.TryParse(text, out number, out int used) || number == 0)
        {
            return false;
        }

        text = text.Slice(used);
        return true;
    }
}
