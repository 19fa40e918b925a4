using System;
using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Store;

/// <summary>A message's flags in the form in which they are kept and compared: the system's as bits, keywords as text.</summary>
public readonly struct MirrorFlags : IEquatable<MirrorFlags>
{
    // RFC 9051 §2.3.2; the order is the bits' and never changes. \Recent is of a session and is left out.
    private static readonly string[] System = { "\\Seen", "\\Answered", "\\Flagged", "\\Deleted", "\\Draft" };

    internal MirrorFlags(long bits, string? keywords)
    {
        Bits = bits;
        Keywords = keywords;
    }

    internal long Bits { get; }

    /// <summary>In alphabetical order with blanks between them; null for none.</summary>
    internal string? Keywords { get; }

    public static MirrorFlags Of(IReadOnlyList<string> flags)
    {
        long bits = 0;
        List<string>? keywords = null;
        foreach (var flag in flags)
        {
            var at = Array.FindIndex(System, known => known.Equals(flag, StringComparison.OrdinalIgnoreCase));
            if (at >= 0)
            {
                bits |= 1L << at;
            }
            else if (!flag.Equals("\\Recent", StringComparison.OrdinalIgnoreCase))
            {
                (keywords ??= []).Add(flag);
            }
        }

        keywords?.Sort(StringComparer.Ordinal);
        return new MirrorFlags(bits, keywords is null ? null : string.Join(" ", keywords));
    }

    public string[] ToArray()
    {
        var bits = Bits;
        var system = System.Where((_, at) => (bits & (1L << at)) != 0);
        return Keywords is null ? system.ToArray() : system.Concat(Keywords.Split(' ')).ToArray();
    }

    public bool Equals(MirrorFlags other) => Bits == other.Bits && Keywords == other.Keywords;

    public override bool Equals(object? obj) => obj is MirrorFlags other && Equals(other);

    public override int GetHashCode() => Bits.GetHashCode() ^ (Keywords?.GetHashCode() ?? 0);
}
